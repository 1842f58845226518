import assert from "node:assert/strict";
import { formatJsonPath } from "../../../core/json/format_json_path.ts";
import { suite } from "../../support/suite.ts";

const test = suite("formatJsonPath()");

test("prints names and indexes as JSONPath does", () => {
  assert.equal(formatJsonPath([]), "$");
  assert.equal(
    formatJsonPath(["orders", 3, "unit price", "", "ü", '"']),
    '$.orders[3]["unit price"][""]["ü"]["\\""]',
  );
});

test("cuts long names and long paths", () => {
  assert.equal(formatJsonPath(["a".repeat(100)]), `$["${"a".repeat(40)}…"]`);
  assert.equal(formatJsonPath([0, 1, 2, 3, 4, 5, 6, 7]), "$[0][1][2][3][4][5][6][7]");
  assert.equal(formatJsonPath([0, 1, 2, 3, 4, 5, 6, 7, "a"]), "$[0][1][2][3]…[5][6][7].a");
});
