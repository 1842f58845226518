import assert from "node:assert/strict";
import {
  isJavaKey,
  JAVA_SCALAR_ARRAYS,
  JAVA_SCALARS,
  type JavaScalar,
} from "../../../../core/variables/java/_java_scalars.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("JAVA_SCALARS");

function scalarOf(name: string): JavaScalar {
  const scalar = name.endsWith("[]")
    ? JAVA_SCALAR_ARRAYS.get(name.slice(0, -2))
    : JAVA_SCALARS.get(name);
  assert.ok(scalar, name);
  return scalar;
}

/** Whether a scalar in JSON is a value of the type. */
function takes(name: string, json: string): boolean {
  const scalar = scalarOf(name);
  if (json === "true" || json === "false") return scalar.boolean === true;
  if (json.startsWith('"')) return scalar.string?.(JSON.parse(json)) === true;
  return scalar.number?.(json) === true;
}

/** Names of types, the JSON that they accept, and the JSON that they refuse. */
const CASES: readonly (readonly [names: string, taken: string, refused: string])[] = [
  ["boolean java.lang.Boolean", "true false", '0 1 "true" ""'],
  ["byte java.lang.Byte", "0 -0 127 -128", '128 -129 255 1.0 1e1 "1" true'],
  ["short java.lang.Short", "32767 -32768", "32768 -32769 1.5"],
  [
    "int java.lang.Integer",
    "0 7 2147483647 -2147483648",
    '2147483648 -2147483649 7.0 7e0 7.5 1e3 "7" "" true false 99999999999999999999',
  ],
  [
    "long java.lang.Long",
    "9223372036854775807 -9223372036854775808 9007199254740993",
    '9223372036854775808 -9223372036854775809 1.0 "1" 1e3',
  ],
  [
    "float java.lang.Float",
    '0 1.5 -1e10 3.4028235e38 1e-400 "NaN" "Infinity" "-Infinity"',
    '3.5e38 1e39 -1e39 "1.5" "nan" "" true',
  ],
  [
    "double java.lang.Double",
    '0 1 -1.5 1.7976931348623157e308 1e-400 "NaN" "Infinity" "-Infinity"',
    '1e309 -1e400 "1" "+Infinity" true',
  ],
  ["char java.lang.Character", '"a" "é" "€" "\\u0000" "\\ud800" "\\t"', '"" "ab" "😀" 97 true'],
  ["java.lang.String char[]", '"" "a" "1"', "1 true"],
  ["java.math.BigDecimal", "0 1.50 -1e400 99999999999999999999.99", '"1" true'],
  ["java.math.BigInteger", "0 -99999999999999999999999", '1.0 1e3 "1" true'],
  [
    "java.util.UUID",
    '"123e4567-e89b-12d3-a456-426614174000" "123E4567-E89B-12D3-A456-426614174000"',
    '"" "123e4567e89b12d3a456426614174000" "123e4567-e89b-12d3-a456-42661417400" "g23e4567-e89b-12d3-a456-426614174000" "{123e4567-e89b-12d3-a456-426614174000}" 1',
  ],
  [
    "java.util.Date",
    '0 -1 1358941362000 9223372036854775807 "2013-01-23" "2013-01-23T13:42" "2013-01-23T13:42Z" "2013-01-23T13:42:42" "2013-01-23T13:42:42Z" "2013-01-23T13:42:42.000+0200" "2013-01-23T13:42:42.000+02:00" "2013-01-23T13:42:42.1-02" "2012-02-29" "2013-01-23T23:59:59.999999999Z" "0001-01-01"',
    '9223372036854775808 1.5 1e3 true "" "1358941362000" "2013" "2013-01" "2013-1-2" "2013-13-01" "2013-00-01" "2013-01-00" "2013-02-29" "2013-04-31" "2013-01-23T24:00" "2013-01-23T23:60" "2013-01-23T23:59:60" "2013-01-23T23" "2013-01-23T13:42:42," "2013-01-23T13:42:42.Z" "2013-01-23T13:42:42.000+2" "2013-01-23Z" "2013-01-23T13:42:42z" "2013-01-23T13:42.5" "13-01-23" "+2013-01-23" "today"',
  ],
  [
    "byte[]",
    '"" "AAAA" "AAA=" "AA==" "+/+/" "aGVsbG8="',
    '"A" "AA" "AAA" "AAAAA" "A===" "====" "AA=A" "=AAA" "AA==AAAA" "-_-_" "AAA*" 1 true',
  ],
];

test("takes what Jackson writes, and refuses what would lose or invent something", () => {
  for (const [names, taken, refused] of CASES) {
    for (const name of names.split(" ")) {
      for (const json of taken.split(" ")) assert.ok(takes(name, json), `${name} takes ${json}`);
      for (const json of refused.split(" "))
        assert.ok(!takes(name, json), `${name} refuses ${json}`);
    }
  }
});

test("has all of them in the table above", () => {
  const tested = new Set(CASES.flatMap(([names]) => names.split(" ")));
  for (const name of JAVA_SCALARS.keys()) assert.ok(tested.has(name), name);
  for (const name of JAVA_SCALAR_ARRAYS.keys()) assert.ok(tested.has(`${name}[]`), name);
});

test("refuses base64 with line breaks or blanks", () => {
  for (const text of ["AAAA\nAAA=", "AAAA\r\nAA==", "AAA ", " AAA"]) {
    assert.equal(scalarOf("byte[]").string?.(text), false);
  }
});

test("judges long texts at once", () => {
  assert.equal(scalarOf("byte[]").string?.("A".repeat(4_000_000)), true);
  assert.equal(scalarOf("java.math.BigInteger").number?.("9".repeat(1_000)), true);
  assert.ok(!isJavaKey(scalarOf("java.math.BigInteger"), "9".repeat(4_000_000)));
});

test("takes as a key what stands for a value in a member's name", () => {
  const cases: [string, string[], string[]][] = [
    ["java.lang.Boolean", ["true", "false"], ["True", "1", ""]],
    [
      "java.lang.Integer",
      ["1", "-0", "2147483647"],
      ["", "x", " 1", "01", "+1", "1.0", "2147483648"],
    ],
    ["java.lang.Double", ["1", "1.5e3", "NaN", "-Infinity"], ["1.", "1e400", "0x1"]],
    ["java.lang.Character", ["a"], ["", "ab"]],
    ["java.lang.String", ["", "a"], []],
    ["java.math.BigDecimal", ["1.50"], ["1,5"]],
    ["java.util.Date", ["2013-01-23", "1358941362000"], ["x", "1.5"]],
    ["java.util.UUID", ["123e4567-e89b-12d3-a456-426614174000"], ["123e4567"]],
  ];
  for (const [name, taken, refused] of cases) {
    for (const key of taken) assert.ok(isJavaKey(scalarOf(name), key), `${name} takes ${key}`);
    for (const key of refused) assert.ok(!isJavaKey(scalarOf(name), key), `${name} refuses ${key}`);
  }
});
