import assert from "node:assert/strict";
import fc from "fast-check";
import { parseDouble } from "../../../../core/variables/values/_parse_double.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("parseDouble()");

test("prints as Java's Double.toString does", () => {
  const cases = [
    ["1", "1.0"],
    ["-1", "-1.0"],
    ["+1.50", "1.5"],
    [".5", "0.5"],
    ["5.", "5.0"],
    ["0", "0.0"],
    ["-0", "-0.0"],
    ["-0.0e9", "-0.0"],
    ["0.001", "0.001"],
    ["0.0009999", "9.999E-4"],
    ["1e-3", "0.001"],
    ["1E-5", "1.0E-5"],
    ["9999999.999", "9999999.999"],
    ["9999999", "9999999.0"],
    ["1e7", "1.0E7"],
    ["12345678", "1.2345678E7"],
    ["1e10", "1.0E10"],
    ["1e+10", "1.0E10"],
    ["123456789012345680000", "1.2345678901234568E20"],
    ["1e23", "1.0E23"],
    ["2e-3", "0.002"],
    ["1.7976931348623157e308", "1.7976931348623157E308"],
    ["2.2250738585072014E-308", "2.2250738585072014E-308"],
    ["5e-324", "4.9E-324"],
    ["1e-323", "9.9E-324"],
    ["1.5e-323", "1.5E-323"],
    ["2e-323", "2.0E-323"],
    ["1e-400", "0.0"],
    ["NaN", "NaN"],
    ["Infinity", "Infinity"],
    ["+Infinity", "Infinity"],
    ["-Infinity", "-Infinity"],
  ] as const;
  for (const [text, canonical] of cases) assert.equal(parseDouble(text), canonical, text);
});

test("refuses what is no Double", () => {
  const texts = [
    ...[
      "",
      ".",
      "-",
      "e5",
      "1e",
      "1e+",
      "1,5",
      "1.5.",
      "0x1p3",
      "1f",
      "1d",
      "nan",
      "infinity",
      "INF",
    ],
    ...["1e309", "-1e309", "1 ", "1e1.5", "--1", "true", "null", "١"],
  ];
  for (const text of texts) assert.equal(parseDouble(text), undefined, text);
});

test("loses no bit of any Double", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (value) => {
      const text = Object.is(value, -0) ? "-0" : String(value);
      const canonical = parseDouble(text);
      assert(canonical !== undefined);
      assert(Object.is(Number(canonical), value), `${text} became ${canonical}`);
      assert.match(canonical, /^-?(?:Infinity|\d+\.\d+(?:E-?\d+)?)$/);
      assert.equal(parseDouble(canonical), canonical);
    }),
  );
});

test("takes linear time whatever is sent", () => {
  assert.equal(parseDouble(`${"1".repeat(1_000_000)}x`), undefined);
  assert.equal(parseDouble(`1.${"1".repeat(1_000_000)}x`), undefined);
  assert.equal(parseDouble(`${"0".repeat(1_000_000)}1`), "1.0");
});
