import assert from "node:assert/strict";
import { isJsonNumber } from "../../../core/json/is_json_number.ts";
import { suite } from "../../support/suite.ts";

const test = suite("isJsonNumber()");

test("takes numbers as RFC 8259 has them", () => {
  for (const text of ["0", "-0", "10", "-1.50", "1e5", "1E+5", "0.1e-05"])
    assert.ok(isJsonNumber(text), text);
});

test("refuses all else", () => {
  for (const text of [
    "",
    "-",
    "+1",
    "01",
    ".5",
    "1.",
    "1e",
    "1e+",
    "0x1",
    "NaN",
    " 1",
    "1 ",
    "1\n",
    "١",
  ]) {
    assert.ok(!isJsonNumber(text), text);
  }
});

test("takes 1,000 characters, not more", () => {
  assert.ok(isJsonNumber("1".repeat(1_000)));
  assert.ok(!isJsonNumber("1".repeat(1_001)));
});
