import assert from "node:assert/strict";
import { Configuration, ProcessInstanceApi } from "@visaright/camunda-rest-client";
import {
  type Fault,
  type FaultHandle,
  startTestEngine,
  type TestEngine,
} from "../../../server/testing/mod.ts";
import { suite } from "../../support/suite.ts";
import { until } from "../../support/until.ts";
import { boxed } from "../with_rest_client.ts";

const test = suite("@visaright/camunda-rest-client (axios) with an engine that fails");

const KEY = { id: "order-7", varName: "total" };
const HTML = { "Content-Type": "text/html" };
const BROKEN = { name: "Error", code: "ECONNRESET", isAxiosError: true };

interface Given {
  readonly api: ProcessInstanceApi;
  readonly engine: TestEngine;
  readonly fault: FaultHandle;
}

async function withClient(fault: Fault, run: (given: Given) => Promise<void>): Promise<void> {
  await using engine = await startTestEngine({ variables: { "order-7": { total: 42 } } });
  const handle = engine.fault({ id: KEY.id, variable: KEY.varName }, fault);
  const api = new ProcessInstanceApi(new Configuration({ basePath: engine.url }));
  await run({ api, engine, fault: handle });
  assert.equal(handle.used, 1);
}

function write(api: ProcessInstanceApi): Promise<{ readonly status: number }> {
  const variableValueDto = { value: boxed(43), type: "Integer" };
  return api.setProcessInstanceVariable({ ...KEY, variableValueDto });
}

/** Each fault, members of the error of a write, and the value after it. */
const FAILED_WRITES: readonly (readonly [Fault, error: object, total: number])[] = [
  [{ status: 500 }, { status: 500 }, 42],
  [{ status: 503 }, { status: 503 }, 42],
  [{ storage: "full" }, { status: 507 }, 42],
  [{ status: 502, headers: HTML, body: "<h1>" }, { status: 502, data: "<h1>" }, 42],
  [{ status: 504, afterOperation: true }, { status: 504 }, 43],
  [{ reset: "request" }, BROKEN, 42],
  [{ reset: "answer" }, BROKEN, 43],
];

for (const [fault, error, total] of FAILED_WRITES) {
  test(`fails by ${JSON.stringify(fault)} without trying again, and the value is ${total} then`, () =>
    withClient(fault, async ({ api, engine }) => {
      await assert.rejects(write(api), error);
      assert.equal(engine.findRequests({ method: "PUT" }).length, 1);
      assert.equal(await engine.value(KEY.id, KEY.varName), total);
    }));
}

// It does so until it succeeds: it counts how often it has tried, but never looks at the count.
for (const fault of [{ optimisticLocking: true }, { status: 412 }]) {
  test(`tries again after ${JSON.stringify(fault)}, since it looks at the type of the error`, () =>
    withClient(fault, async ({ api, engine }) => {
      assert.equal((await write(api)).status, 204);
      assert.equal(engine.findRequests({ method: "PUT" }).length, 2);
    }));
}

test("fails if an answer is cut", () =>
  withClient({ reset: "answer", afterBytes: 5 }, async ({ api }) => {
    await assert.rejects(api.getProcessInstanceVariable(KEY), BROKEN);
  }));

/** Bodies that it hands to the program as they are: of what is not JSON it makes a text, in silence. */
const ODD_BODIES: readonly (readonly [Fault, data: unknown])[] = [
  [{ status: 200, body: '{"type":' }, '{"type":'],
  [{ status: 200, body: "null" }, null],
  [{ body: "<h1>", headers: HTML }, "<h1>"],
];

for (const [fault, data] of ODD_BODIES) {
  test(`takes ${JSON.stringify(fault)} for an answer`, () =>
    withClient(fault, async ({ api }) => {
      const answer = await api.getProcessInstanceVariable(KEY);
      assert.deepEqual([answer.status, answer.data], [200, data]);
    }));
}

test("reads JSON of any content type, and what drips", async () => {
  const faults: readonly Fault[] = [
    { headers: { "Content-Type": "application/json;charset=UTF-8" } },
    { headers: { "Content-Type": "text/plain" } },
    { drip: { bytes: 10, every: 5 } },
  ];
  for (const fault of faults) {
    await withClient(fault, async ({ api }) => {
      const { data } = await api.getProcessInstanceVariable(KEY);
      assert.deepEqual(data, { type: "Integer", value: 42, valueInfo: {} });
    });
  }
});

test("gives up after its own timeout, if it has one", () =>
  withClient({ delay: Infinity }, async ({ api, engine, fault }) => {
    const answer = api.getProcessInstanceVariable(KEY, { timeout: 50 });
    await assert.rejects(answer, { name: "Error", code: "ECONNABORTED", isAxiosError: true });
    await until(() => engine.findRequests({})[0]?.state === "aborted" && fault.used === 1);
  }));
