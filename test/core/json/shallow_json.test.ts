import assert from "node:assert/strict";
import { showJson } from "../../../core/json/shallow_json.ts";
import { suite } from "../../support/suite.ts";

const test = suite("showJson()");

test("shows a value as it was written", () => {
  assert.equal(showJson(null), "null");
  assert.equal(showJson(true), "true");
  assert.equal(showJson("a"), "a");
  assert.equal(showJson({ lexeme: "1.50" }), "1.50");
  assert.equal(showJson({ kind: "array", source: "[1]" }), "[1]");
});
