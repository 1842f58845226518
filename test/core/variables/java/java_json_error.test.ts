import assert from "node:assert/strict";
import { JavaJsonError } from "../../../../core/variables/java/java_json_error.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("JavaJsonError");

test("is a TypeError that knows its place and its cause", () => {
  const cause = new SyntaxError("x");
  const position = { offset: 1, line: 1, column: 2 };
  const error = new JavaJsonError("Cannot read it", { path: "$.a", position, cause });
  assert.ok(error instanceof TypeError);
  assert.deepEqual(
    [error.name, error.path, error.position, error.cause],
    ["JavaJsonError", "$.a", position, cause],
  );
});

test("has no cause if none is given", () => {
  const error = new JavaJsonError("Cannot read it");
  assert.ok(!("cause" in error));
  assert.deepEqual([error.path, error.position], [undefined, undefined]);
});
