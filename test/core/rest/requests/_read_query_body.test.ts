import assert from "node:assert/strict";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import { ProcessVariables } from "../../../../core/variables/process_variables.ts";
import { suite } from "../../../support/suite.ts";
import { ask } from "../_ask.ts";

const test = suite("bodies of queries");

const VALUES = 99_998;

/** Bodies that are objects, and how many of two variables are found. */
const READ: readonly (readonly [body: string, count: number])[] = [
  ["", 2],
  ["{}", 2],
  [' {"variableName" : "a"}\n', 1],
  ['\ufeff{"variableName":"a"}', 1],
  ['{"variableName":"no","variableName":"a"}', 1],
  ['{"variable\\u004eame":"a"}', 1],
  ['{"variableName":null,"firstResult":7,"maxResults":"x"}', 2],
  [`{"variableValues":[{"name":"a","operator":"eq","value":null,"x":${nested(900)}}]}`, 0],
  [
    `{"processInstanceIdIn":[${Array(VALUES - 60_000)
      .fill('"i"')
      .join()}]}`,
    2,
  ],
];

const REFUSED: readonly (readonly [body: string, message: RegExp])[] = [
  ["   ", /^Cannot parse the JSON: .*byte 3/],
  ["\ufeff", /byte 3/],
  ["null", /the body is JSON, but not an object/],
  ["[]", /not an object/],
  ["7", /not an object/],
  ['"{}"', /not an object/],
  ['{"variableName":"a"', /byte 19/],
  ['{"variableName":"a",}', /byte 20/],
  ["{'variableName':1}", /byte 1/],
  ['{"variableName":NaN}', /byte 16/],
  ["{} {}", /byte 3/],
  ["/* */ {}", /byte 0/],
  ["\x1f\x8b\x08\x00", /byte 0/],
  [`{"x":${nested(1_001)}}`, /1000 levels/],
  [
    `{"x":[${Array(VALUES + 1)
      .fill("1")
      .join()}]}`,
    /100000 values/,
  ],
];

for (const [body, count] of READ) {
  test(`are read: ${body.slice(0, 60)}`, async () => {
    assert.deepEqual(await post(body), { status: 200, body: { count } });
  });
}

for (const [body, message] of REFUSED) {
  test(`are refused: ${body.slice(0, 60)}`, async () => {
    const { status, body: error } = await post(body);
    assert.equal(status, 400);
    assert.equal(error.type, "InvalidRequestException");
    assert.equal(error.code, null);
    assert.match(error.message, message);
  });
}

test("have the media type of JSON, in any case and with any charset", async () => {
  for (const type of ["application/json", "APPLICATION/JSON; charset=iso-8859-1"]) {
    assert.equal((await post("{}", { "content-type": type })).status, 200, type);
  }
  const others = [undefined, "", "text/plain", "application/hal+json", "application/x+json", "x"];
  for (const type of others) {
    const { status, body } = await post("{}", { "content-type": type });
    assert.equal(status, 415, type);
    assert.equal(body.type, "NotSupportedException");
  }
});

test("have at most maxJsonBytes, announced or not", async () => {
  const limits = { maxJsonBytes: 100 };
  const body = JSON.stringify({ variableName: "x".repeat(80) });
  for (const headers of [{}, { "content-length": String(body.length) }]) {
    assert.equal((await post(body, headers, limits)).status, 200);
    const longer = { ...headers, ...("content-length" in headers && { "content-length": "101" }) };
    assert.equal((await post(body.padEnd(101), longer, limits)).status, 413);
  }
});

test("are not read if they come from another site", async () => {
  for (const target of ["/variable-instance", "/variable-instance/count"]) {
    for (const headers of [
      { origin: "https://evil.example" },
      { "sec-fetch-site": "cross-site" },
    ]) {
      assert.equal((await post("{}", headers, {}, target)).status, 403);
      const process = target.replace("variable", "process");
      assert.equal((await post("{}", headers, {}, process)).status, 403);
    }
  }
});

function nested(levels: number): string {
  return "[".repeat(levels) + "]".repeat(levels);
}

async function post(
  text: string,
  headers: Readonly<Record<string, string | undefined>> = {},
  limits: { readonly maxJsonBytes?: number } = {},
  target = "/variable-instance/count",
) {
  const variables = new ProcessVariables({ storage: new MemoryStorage(), limits });
  await variables.set("i", "a", { value: 1 });
  await variables.set("i", "b", { value: 1 });
  const json = { host: "localhost", "content-type": "application/json" };
  return ask(variables, { method: "POST", target, headers: { ...json, ...headers }, text });
}
