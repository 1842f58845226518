import assert from "node:assert/strict";
import { findValueType } from "../../../../core/variables/values/value_types.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("findValueType()");

const NAMES = [
  ...["Boolean", "Bytes", "Date", "Double", "File", "Integer", "Json", "Long", "Null", "Object"],
  ...["Short", "String", "Xml"],
];

test("finds every type, with a first letter of either case", () => {
  for (const name of NAMES) {
    assert.equal(findValueType(name)?.name, name);
    assert.equal(findValueType(name.charAt(0).toLowerCase() + name.slice(1))?.name, name);
  }
});

test("finds no other name", () => {
  const names = [
    "",
    "BYTES",
    "bYTES",
    " Bytes",
    "Bytes ",
    "Number",
    "Serializable",
    "__proto__",
    "toString",
    // The capital letters of their first letters are those of Integer and String.
    "\u0131nteger",
    "\u017ftring",
  ];
  for (const name of names) assert.equal(findValueType(name), undefined, name);
});

test("says what each type stores", () => {
  const stored = NAMES.map((name) => [name, findValueType(name)?.stored]);
  assert.deepEqual(Object.fromEntries(stored), {
    Boolean: "scalar",
    Bytes: "bytes",
    Date: "scalar",
    Double: "scalar",
    File: "bytes",
    Integer: "scalar",
    Json: "json",
    Long: "scalar",
    Null: "none",
    Object: "serialized",
    Short: "scalar",
    String: "text",
    Xml: "text",
  });
  assert.deepEqual(findValueType("File")?.valueInfo, ["filename", "mimeType", "encoding"]);
  assert.deepEqual(findValueType("Object")?.valueInfo, [
    "objectTypeName",
    "serializationDataFormat",
  ]);
});

test("holds whole numbers to the edges of their ranges", () => {
  const ranges = [
    ["Short", -(2n ** 15n), 2n ** 15n - 1n],
    ["Integer", -(2n ** 31n), 2n ** 31n - 1n],
    ["Long", -(2n ** 63n), 2n ** 63n - 1n],
  ] as const;
  for (const [name, min, max] of ranges) {
    const type = findValueType(name);
    assert(type?.stored === "scalar");
    assert.equal(type.parse(String(min)), String(min));
    assert.equal(type.parse(String(max)), String(max));
    assert.equal(type.parse(String(min - 1n)), undefined);
    assert.equal(type.parse(String(max + 1n)), undefined);
  }
});
