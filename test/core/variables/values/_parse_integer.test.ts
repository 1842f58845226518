import assert from "node:assert/strict";
import { parseInteger } from "../../../../core/variables/values/_parse_integer.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("parseInteger()");
const range = { min: "-128", max: "127" };

test("gives the canonical digits of a number within the range", () => {
  const cases = [
    ["0", "0"],
    ["-0", "0"],
    ["+0", "0"],
    ["000", "0"],
    ["7", "7"],
    ["+7", "7"],
    ["-7", "-7"],
    ["0007", "7"],
    ["-0007", "-7"],
    ["127", "127"],
    ["-128", "-128"],
    ["99", "99"],
  ] as const;
  for (const [text, digits] of cases) assert.equal(parseInteger(text, range), digits, text);
});

test("refuses what is out of range", () => {
  for (const text of ["128", "-129", "200", "-200", "1000", "+128", "0128"]) {
    assert.equal(parseInteger(text, range), undefined, text);
  }
});

test("refuses what is no whole number in ASCII digits", () => {
  const texts = [
    "",
    "+",
    "-",
    "--1",
    "+-1",
    "1.0",
    "1e1",
    "0x10",
    "1_000",
    "1 ",
    " 1",
    "١",
    "1\n",
    "4x2",
  ];
  for (const text of texts) assert.equal(parseInteger(text, range), undefined, text);
});

test("takes linear time whatever is sent", () => {
  const zeros = "0".repeat(1_000_000);
  assert.equal(parseInteger(`${zeros}5`, range), "5");
  assert.equal(parseInteger(`${zeros}x`, range), undefined);
  assert.equal(parseInteger("9".repeat(1_000_000), range), undefined);
});
