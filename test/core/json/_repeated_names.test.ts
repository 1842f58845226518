import assert from "node:assert/strict";
import { RepeatedNames } from "../../../core/json/_repeated_names.ts";
import { JsonTokenizer } from "../../../core/json/json_tokenizer.ts";
import { suite } from "../../support/suite.ts";

const test = suite("RepeatedNames");

function repeats(json: string, chunkSize = Infinity): boolean {
  const names = new RepeatedNames();
  const tokenizer = new JsonTokenizer(names);
  const bytes = new TextEncoder().encode(json);
  const size = Math.min(chunkSize, bytes.length);
  for (let at = 0; at < bytes.length; at += size) tokenizer.write(bytes.subarray(at, at + size));
  tokenizer.end();
  return names.found;
}

test("finds a name that comes twice in one object", () => {
  for (const size of [Infinity, 1]) {
    assert.ok(repeats('{"a":1,"a":1}', size));
    assert.ok(repeats('[{"b":{"a":1,"c":1,"\\u0061":1}}]', size));
    assert.ok(repeats('{"":1,"":1}', size));
  }
});

test("finds none where each object has it once", () => {
  for (const size of [Infinity, 1]) {
    assert.ok(!repeats('{"a":{"a":{}},"b":[{"a":1},{"a":1}],"":1,"A":2}', size));
  }
});

test("finds it among many", () => {
  for (const count of [7, 8, 9, 15, 16, 17, 100, 10_000]) {
    const members = Array.from({ length: count }, (_, i) => `"name ${i}":${i}`).join();
    assert.ok(!repeats(`{${members}}`));
    assert.ok(repeats(`{${members},"name ${count >> 1}":0}`));
  }
});
