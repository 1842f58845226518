import assert from "node:assert/strict";
import { nearest } from "../../../core/errors/_nearest.ts";
import { suite } from "../../support/suite.ts";

const test = suite("nearest()");

const KNOWN = ["--port", "--host", "--storage", "--max-value-bytes"];

const CASES: readonly (readonly [given: string, found: string | undefined])[] = [
  ["--prot", "--port"],
  ["--hsot", "--host"],
  ["--storge", "--storage"],
  ["--max-value-byte", "--max-value-bytes"],
  ["--maxvaluebytes", "--max-value-bytes"],
  ["--port", "--port"],
  ["--completely-else", undefined],
  ["-x", undefined],
  ["", undefined],
];

for (const [given, found] of CASES) {
  test(`takes '${given}' for ${found}`, () => {
    assert.equal(nearest(given, KNOWN), found);
  });
}

test("takes no time for a very long word", () => {
  assert.equal(nearest("x".repeat(10_000_000), KNOWN), undefined);
});
