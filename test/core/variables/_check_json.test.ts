import assert from "node:assert/strict";
import { checkJson } from "../../../core/variables/_check_json.ts";
import { suite } from "../../support/suite.ts";

const test = suite("checkJson()");

const CHUNKS = ['["a",', '"ü', '€"', "]"].map((text) => new TextEncoder().encode(text));

test("takes JSON in chunks, and refuses what is none", async () => {
  await checkJson(CHUNKS);
  await assert.rejects(checkJson(CHUNKS.slice(0, 3)), { name: "JsonSyntaxError" });
  await assert.rejects(checkJson([]), { name: "JsonSyntaxError" });
});

test("lets others have turns between two chunks", async () => {
  let turns = 0;
  let isOver = false;
  const other = () => {
    turns++;
    if (!isOver) setImmediate(other);
  };
  setImmediate(other);
  await checkJson(Array.from({ length: 100 }, () => Uint8Array.of(0x31)));
  isOver = true;
  assert.ok(turns >= 98, `${turns} turns of others`);
});
