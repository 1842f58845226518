import assert from "node:assert/strict";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import { ProcessVariables } from "../../../../core/variables/process_variables.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("conditions on texts");

const TEXT = "a".repeat(8_000);
/** Takes a millisecond for each text. */
const SLOW = `%${"a".repeat(1_900)}_b%`;

test("give others turns within a page, and end when they are aborted", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  for (let index = 0; index < 40; index++) {
    await variables.set(`i${index}`, "text", { type: "String", value: TEXT });
  }
  const variableValues = [{ name: "text", operator: "like", value: SLOW }] as const;
  let turns = 0;
  let isDone = false;
  const countTurns = () => {
    turns++;
    if (!isDone) setImmediate(countTurns);
  };
  setImmediate(countTurns);
  assert.equal(await variables.count({ variableValues }), 0);
  isDone = true;
  assert.ok(turns >= 10, `${turns} turns`);

  const controller = new AbortController();
  const counting = variables.count({ variableValues, signal: controller.signal });
  setImmediate(() => controller.abort(new Error("gone")));
  await assert.rejects(counting, /^Error: gone$/);
});

test("hold for the whole text of a String, also with U+0000 and a byte order mark", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  const value = "\ufeffa\0b";
  await variables.set("i", "text", { type: "String", value });
  const count = (operator: "eq" | "like", wanted: string) =>
    variables.count({ variableValues: [{ name: "text", operator, value: wanted }] });
  assert.equal(await count("eq", value), 1);
  assert.equal(await count("eq", "a\0b"), 0);
  assert.equal(await count("like", "_a_b"), 1);
});

test("do not look into Strings of more than 16 KiB", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  const count = (operator: "eq" | "neq" | "like" | "gt", value: string) =>
    variables.count({ variableValues: [{ name: "text", operator, value }] });
  for (const [length, found] of [
    [16_384, 1],
    [16_385, 0],
  ] as const) {
    const value = "x".repeat(length);
    await variables.set("i", "text", { type: "String", value });
    assert.equal(await count("eq", value), found);
    assert.equal(await count("like", "x%"), found);
    assert.equal(await count("gt", "a"), found);
    assert.equal(await count("neq", value), 1 - found);
  }
});

test("compare with texts that are longer than every stored one", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  await variables.set("i", "text", { type: "String", value: "ß" });
  const count = (operator: "eq" | "lt" | "gt", value: string) =>
    variables.count({
      variableValues: [{ name: "text", operator, value }],
      variableValuesIgnoreCase: true,
    });
  const long = `SS${"x".repeat(100_000)}`;
  assert.equal(await count("eq", "SS"), 1);
  assert.equal(await count("eq", long), 0);
  assert.equal(await count("lt", long), 1);
  assert.equal(await count("gt", long), 0);
});
