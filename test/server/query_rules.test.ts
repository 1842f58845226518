/** Rules of the engine's queries that none of the recorded ones shows. */
import assert from "node:assert/strict";
import { MemoryStorage } from "../../adapters/memory.ts";
import { ProcessVariables } from "../../core/mod.ts";
import { suite } from "../support/suite.ts";
import type { Send, WireAnswer } from "./_client.ts";
import { IN_PROCESS } from "./_node_transports.ts";

const test = suite("rules of queries");

type Query = (path: string, body: string) => Promise<WireAnswer>;

/** Starts a server with some texts in the instance `i`. */
function withTexts(
  texts: Readonly<Record<string, string>>,
  run: (query: Query, send: Send) => Promise<void>,
): Promise<void> {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  return IN_PROCESS.withServer({ variables, log: () => {} }, async ({ send }) => {
    for (const [name, value] of Object.entries(texts)) {
      await variables.set("i", name, { type: "String", value });
    }
    const headers = { "content-type": "application/json" };
    await run(
      (path, body) => send({ method: "POST", path: `/engine-rest${path}`, headers, body }),
      send,
    );
  });
}

function count({ status, body }: WireAnswer): unknown {
  assert.equal(status, 200, body.toString());
  return JSON.parse(body.toString()).count;
}

test("an empty body asks for everything, the body null for nothing that is known", () =>
  withTexts({ a: "x" }, async (query) => {
    assert.equal(count(await query("/variable-instance/count", "")), 1);
    for (const path of ["/variable-instance", "/process-instance/count"]) {
      const { status, body } = await query(path, "null");
      assert.equal(status, 400);
      assert.match(body.toString(), /the body is JSON, but not an object/);
    }
  }));

test("only GET tells caches to ask again", () =>
  withTexts({ a: "x" }, async (query, send) => {
    for (const path of ["/variable-instance", "/process-instance/count"]) {
      const got = await send({ path: `/engine-rest${path}` });
      const queried = await query(path, "{}");
      assert.deepEqual(queried.body, got.body);
      assert.equal(got.headers["cache-control"], "no-cache");
      assert.equal(queried.headers["cache-control"], undefined);
    }
  }));

test("without regard to case, texts are in the order of their upper case", () =>
  withTexts({ small: "abc", capital: "ABC" }, async (query) => {
    for (const [name, operator, value, expected] of [
      ["small", "gt", "_", 0],
      ["small", "lt", "_", 1],
      ["capital", "lteq", "[", 1],
      ["small", "gteq", "aBc", 1],
      ["small", "lt", "ß", 1],
    ] as const) {
      const body = { variableValues: [{ name, operator, value }], variableValuesIgnoreCase: true };
      const found = await query("/variable-instance/count", JSON.stringify(body));
      assert.equal(count(found), expected, `${name} ${operator} ${value}`);
    }
  }));

test("suspended overrides active, also among alternatives", () =>
  withTexts({ a: "x" }, async (query) => {
    const filters = { active: true, suspended: true };
    for (const body of [filters, { orQueries: [filters] }]) {
      assert.equal(count(await query("/process-instance/count", JSON.stringify(body))), 0);
    }
    const body = JSON.stringify({ orQueries: [{ active: true, businessKey: "none" }] });
    assert.equal(count(await query("/process-instance/count", body)), 1);
  }));

test("a flag in a body may have blanks around it, or be empty", () =>
  withTexts({ a: "x" }, async (query) => {
    for (const [flag, expected] of [
      [" true ", 1],
      ["True", 1],
      ["", 0],
      ["  ", 0],
      [" false", 0],
    ] as const) {
      const variableValues = [{ name: "A", operator: "eq", value: "x" }];
      const body = JSON.stringify({ variableValues, variableNamesIgnoreCase: flag });
      assert.equal(count(await query("/variable-instance/count", body)), expected, flag);
    }
    const wrong = await query("/variable-instance", '{"variableNamesIgnoreCase":"1"}');
    assert.equal(wrong.status, 400);
  }));

test("value info has the engine's order, however it came", () =>
  withTexts({}, async (query, send) => {
    const file = {
      type: "File",
      value: "AA==",
      valueInfo: { mimeType: "text/plain", filename: "a", encoding: "utf-8" },
    };
    const path = "/process-instance/i/variables";
    await query(path, JSON.stringify({ modifications: { file } }));
    const expected = /"valueInfo":\{"encoding":"utf-8","filename":"a","mimeType":"text\/plain"\}/;
    for (const read of [path, `${path}/file`, "/variable-instance"]) {
      assert.match((await send({ path: `/engine-rest${read}` })).body.toString(), expected);
    }
  }));
