import assert from "node:assert/strict";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import type { PutChange, ValueInfo } from "../../../../core/storage/storage.ts";
import { plainValue, plainValues } from "../../../../server/testing/values/_plain_value.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("plainValue()");

const encoder = new TextEncoder();

function read(type: string, text: string | null, valueInfo: ValueInfo = {}): unknown {
  const content = text === null ? null : encoder.encode(text);
  return plainValue({ name: "x", type, valueInfo, content });
}

test("gives scalars by their types", () => {
  assert.equal(read("Integer", "42"), 42);
  assert.equal(read("Short", "-7"), -7);
  assert.equal(read("Long", "42"), 42);
  assert.equal(read("Long", "9007199254740992"), 9007199254740992n);
  assert.equal(read("Double", "1.0E10"), 1e10);
  assert.ok(Object.is(read("Double", "-0.0"), -0));
  assert.equal(read("Double", "NaN"), Number.NaN);
  assert.equal(read("Boolean", "false"), false);
  assert.equal(read("String", "42"), "42");
  assert.equal(read("Xml", "<a/>"), "<a/>");
  assert.equal(read("Null", null), null);
  assert.equal(read("Integer", null), null);
  assert.equal(read("Json", null), null);
  assert.deepEqual(
    read("Date", "2030-01-31T12:00:00.123+0000"),
    new Date("2030-01-31T12:00:00.123Z"),
  );
});

test("gives JSON as what it says, other Objects as text or bytes", () => {
  const json = {
    objectTypeName: "java.util.ArrayList",
    serializationDataFormat: "application/json",
  };
  assert.deepEqual(read("Json", '{"a":[1]}'), { a: [1] });
  assert.deepEqual(read("Object", "[1]", json), [1]);
  assert.equal(
    read("Object", "<a/>", { ...json, serializationDataFormat: "application/xml" }),
    "<a/>",
  );
  const java = { ...json, serializationDataFormat: "application/x-java-serialized-object" };
  assert.deepEqual(read("Object", "\x01\x02", java), Uint8Array.of(1, 2));
});

test("says how to read JSON whose numbers would lose digits", () => {
  assert.throws(() => read("Json", "[1.23456789012345678901]"), {
    name: "RangeError",
    message:
      "Cannot give the JSON of 'x' as a plain value: a number of JavaScript cannot hold all digits of 1.23456789012345678901; read its text with 'bytes'",
  });
});

test("gives bytes of its own", () => {
  const content = Buffer.from("abc");
  const value = plainValue({ name: "x", type: "Bytes", valueInfo: {}, content });
  assert.deepEqual(value, new Uint8Array([97, 98, 99]));
  content[0] = 0;
  assert.deepEqual(value, new Uint8Array([97, 98, 99]));
});

test("gives a File with its name, type and bytes", async () => {
  for (const [valueInfo, type] of [
    [{}, ""],
    [{ mimeType: "text/csv" }, "text/csv"],
    [{ mimeType: "text/csv", encoding: "UTF-8" }, "text/csv; charset=utf-8"],
    [{ encoding: "UTF-8" }, "application/octet-stream; charset=utf-8"],
  ] as const) {
    const file = read("File", "a;b", { filename: "Ä/list.csv", ...valueInfo });
    assert.ok(file instanceof File);
    assert.equal(file.name, "Ä/list.csv");
    assert.equal(file.type, type);
    assert.equal(file.lastModified, 0);
    assert.equal(await file.text(), "a;b");
  }
});

test("gives what changes hold, staged or not", async () => {
  await using storage = new MemoryStorage();
  const staged = await storage.stage(new Blob(["a".repeat(100_000)]).stream());
  const changes: readonly PutChange[] = [
    { op: "put", name: "__proto__", type: "Integer", valueInfo: {}, content: encoder.encode("1") },
    { op: "put", name: "none", type: "Null", valueInfo: {}, content: null },
    { op: "put", name: "text", type: "String", valueInfo: {}, content: staged },
  ];
  const values = await plainValues(changes);
  assert.deepEqual(Object.entries(values), [
    ["__proto__", 1],
    ["none", null],
    ["text", "a".repeat(100_000)],
  ]);
});
