import assert from "node:assert/strict";
import { type Fault, startTestEngine, type TestEngine } from "../../../server/testing/mod.ts";
import { suite } from "../../support/suite.ts";
import { until } from "../../support/until.ts";

const test = suite("fetch with an engine that fails");

const TOTAL = "/process-instance/order-7/variables/total";
const PUT = {
  method: "PUT",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ type: "Integer", value: 43 }),
};

/** Sends a request over a socket or without one. */
type Send = (path: string, init?: RequestInit) => Promise<Response>;

/** Runs a test over a socket and by `engine.fetch`: a client sees the same. */
async function bothWays(run: (engine: TestEngine, send: Send) => Promise<void>): Promise<void> {
  for (const isInProcess of [false, true]) {
    await using engine = await startTestEngine({ variables: { "order-7": { total: 42 } } });
    await run(engine, (path, init) =>
      isInProcess ? engine.fetch(path, init) : fetch(`${engine.url}${path}`, init),
    );
  }
}

/** Checks an error of fetch: a connection that broke. Over a socket Node tells of its reset or of its end, whichever it sees first. */
function isBroken(message: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof TypeError);
    assert.equal(error.message, message);
    assert.ok(error.cause instanceof Error && "code" in error.cause);
    assert.match(String(error.cause.code), /^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET)$/);
    return true;
  };
}

const REFUSED: readonly (readonly [Fault, status: number, body: object])[] = [
  [
    { status: 412 },
    412,
    {
      type: "OptimisticLockingException",
      message: "HTTP 412 Precondition Failed: a fault of the test",
      code: 1,
    },
  ],
  [
    { storage: "full" },
    507,
    {
      type: "RestException",
      message: "Cannot store the variable: the storage is full",
      code: null,
    },
  ],
  [
    { status: 500, type: "NullValueException", message: "workerId is null", code: 0 },
    500,
    { type: "NullValueException", message: "workerId is null", code: 0 },
  ],
];

for (const [fault, status, body] of REFUSED) {
  test(`gets the answer of ${JSON.stringify(fault)}, and nothing is changed`, () =>
    bothWays(async (engine, send) => {
      engine.fault({ method: "PUT" }, fault);
      const answer = await send(TOTAL, PUT);
      assert.equal(answer.status, status);
      assert.deepEqual(await answer.json(), body);
      assert.equal(await engine.value("order-7", "total"), 42);
      assert.equal((await send(TOTAL, PUT)).status, 204);
      assert.equal(await engine.value("order-7", "total"), 43);
    }));
}

for (const [fault, total] of [
  [{ reset: "request" }, 42],
  [{ reset: "request", afterBytes: 5 }, 42],
  [{ reset: "answer" }, 43],
  [{ reset: "answer", afterBytes: 5 }, 43],
] as const) {
  test(`fails by ${JSON.stringify(fault)}, and the value is ${total} then`, () =>
    bothWays(async (engine, send) => {
      engine.fault({ method: "PUT" }, fault);
      await assert.rejects(send(TOTAL, PUT), isBroken("fetch failed"));
      assert.equal(await engine.value("order-7", "total"), total);
    }));
}

test("gives the head of an answer that is cut, and fails while its body is read", () =>
  bothWays(async (engine, send) => {
    engine.fault({ method: "GET" }, { reset: "answer", afterBytes: 5 });
    const answer = await send(TOTAL);
    assert.equal(answer.status, 200);
    assert.ok(Number(answer.headers.get("content-length")) > 5);
    await assert.rejects(answer.text(), isBroken("terminated"));
  }));

for (const [name, total] of [
  ["delay", 42],
  ["delayAnswer", 43],
] as const) {
  test(`may give up a request with '${name}', and the value is ${total} then`, () =>
    bothWays(async (engine, send) => {
      const fault = engine.fault({ method: "PUT" }, { [name]: Infinity });
      const controller = new AbortController();
      const answer = send(TOTAL, { ...PUT, signal: controller.signal });
      await until(
        async () => fault.used === 1 && (await engine.value("order-7", "total")) === total,
      );
      controller.abort(new Error("too slow"));
      await assert.rejects(answer, { message: "too slow" });
      await until(() => engine.findRequests({ method: "PUT" })[0]?.state === "aborted");
      assert.equal(await engine.value("order-7", "total"), total);
    }));
}

test("gets an answer that drips, when the clock is advanced", () =>
  bothWays(async (engine, send) => {
    engine.fault({ method: "GET" }, { drip: { bytes: 1, every: 60_000 } });
    const answer = await send(TOTAL);
    let json: unknown;
    void answer.json().then((read) => {
      json = read;
    });
    await until(async () => {
      await engine.advance(3_600_000);
      return json !== undefined;
    });
    assert.deepEqual(json, { type: "Integer", value: 42, valueInfo: {} });
  }));

test("fails if the engine is reset or closed while a fault holds its request", () =>
  bothWays(async (engine, send) => {
    for (const end of [() => engine.reset(), () => engine.close()]) {
      const fault = engine.fault({ method: "GET" }, { delay: Infinity });
      const answer = send(TOTAL);
      await until(() => fault.used === 1);
      await Promise.all([end(), assert.rejects(answer, isBroken("fetch failed"))]);
    }
  }));

test("fails if the engine is reset or closed while an answer drips", () =>
  bothWays(async (engine, send) => {
    for (const end of [() => engine.reset(), () => engine.close()]) {
      engine.fault({ method: "GET" }, { drip: { bytes: 1, every: 60_000 } });
      const answer = await send(TOTAL);
      await Promise.all([end(), assert.rejects(answer.text(), isBroken("terminated"))]);
    }
  }));

test("fails within an upload, and nothing of it is stored", () =>
  bothWays(async (engine, send) => {
    engine.fault({ path: /\/data$/ }, { reset: "request", afterBytes: 100_000 });
    const form = new FormData();
    form.append("data", new Blob([new Uint8Array(5_000_000)]), "scan.png");
    form.append("valueType", "File");
    const path = "/process-instance/order-7/variables/scan/data";
    await assert.rejects(send(path, { method: "POST", body: form }), isBroken("fetch failed"));
    assert.deepEqual(Object.keys(await engine.variables("order-7")), ["total"]);
  }));
