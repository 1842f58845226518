import assert from "node:assert/strict";
import { JsonSyntaxError } from "../../../core/json/json_syntax_error.ts";
import { suite } from "../../support/suite.ts";

const test = suite("JsonSyntaxError");

test("is a SyntaxError that knows its place", () => {
  const error = new JsonSyntaxError("expected ':', found '}'", { offset: 7, line: 2, column: 4 });
  assert.ok(error instanceof SyntaxError);
  assert.equal(error.name, "JsonSyntaxError");
  assert.equal(
    error.message,
    "Cannot parse the JSON: expected ':', found '}' (line 2, column 4, byte 7)",
  );
  assert.deepEqual([error.offset, error.line, error.column], [7, 2, 4]);
});
