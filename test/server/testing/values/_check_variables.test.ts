import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { changesOf, checkVariables } from "../../../../server/testing/values/_check_variables.ts";
import type { ObjectsAs, TestValue } from "../../../../server/testing/values/test_value.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("checkVariables()");

const decoder = new TextDecoder();

interface Stored {
  readonly type: string;
  readonly valueInfo: unknown;
  readonly text: string | null;
}

async function store(value: TestValue, objects: ObjectsAs = "Json"): Promise<Stored> {
  const checked = checkVariables({ x: value }, { owner: "process instance 'order-7'", objects });
  const [change] = await changesOf(checked);
  assert.ok(change !== undefined && change.op === "put" && change.name === "x");
  const { type, valueInfo, content } = change;
  if (content === null) return { type, valueInfo, text: null };
  assert.ok(content instanceof Uint8Array);
  return { type, valueInfo, text: decoder.decode(content) };
}

async function stores(value: TestValue, type: string, text: string | null, valueInfo = {}) {
  assert.deepEqual(await store(value), { type, valueInfo, text });
}

function refuses(value: unknown, message: RegExp): void {
  const call = () =>
    Reflect.apply(checkVariables, undefined, [
      { x: value },
      { owner: "process instance 'order-7'", objects: "Json" },
    ]);
  assert.throws(call, (error) => {
    assert.ok(error instanceof TypeError);
    assert.match(error.message, /^Cannot set 'x' of process instance 'order-7': /);
    assert.match(error.message, message);
    return true;
  });
}

test("finds the type of a plain value", async () => {
  await stores("text", "String", "text");
  await stores("", "String", "");
  await stores(true, "Boolean", "true");
  await stores(42, "Integer", "42");
  await stores(-(2 ** 31), "Integer", "-2147483648");
  await stores(2 ** 31, "Long", "2147483648");
  await stores(Number.MIN_SAFE_INTEGER, "Long", "-9007199254740991");
  await stores(42n, "Long", "42");
  await stores(9223372036854775807n, "Long", "9223372036854775807");
  await stores(1.5, "Double", "1.5");
  await stores(-0, "Double", "-0.0");
  await stores(Number.NaN, "Double", "NaN");
  await stores(null, "Null", null);
  await stores(new Date(0), "Date", "1970-01-01T00:00:00.000+0000");
  await stores(Buffer.from("abc"), "Bytes", "abc");
  await stores(new TextEncoder().encode("abc").buffer, "Bytes", "abc");
  await stores(
    { a: [1, 2n ** 64n, -0, null, "ä"] },
    "Json",
    '{"a":[1,18446744073709551616,-0,null,"ä"]}',
  );
  await stores([], "Json", "[]");
});

test("makes Objects of arrays and objects if it is told to", async () => {
  const format = { serializationDataFormat: "application/json" };
  assert.deepEqual(await store([1], "Object"), {
    type: "Object",
    valueInfo: { objectTypeName: "java.util.ArrayList", ...format },
    text: "[1]",
  });
  assert.deepEqual(await store({ a: 1 }, "Object"), {
    type: "Object",
    valueInfo: { objectTypeName: "java.util.LinkedHashMap", ...format },
    text: '{"a":1}',
  });
});

test("makes a File of a File", async () => {
  const name = "a.csv";
  const file = (type: string) => new File(["a;b"], name, { type });
  await stores(file(""), "File", "a;b", { filename: name });
  await stores(file("text/csv"), "File", "a;b", { filename: name, mimeType: "text/csv" });
  const mimeType = "text/csv";
  await stores(file("text/csv;charset=utf-8"), "File", "a;b", {
    filename: name,
    mimeType,
    encoding: "utf-8",
  });
  await stores(file("text/csv; charset=utf-8; header=present"), "File", "a;b", {
    filename: name,
    mimeType: "text/csv; charset=utf-8; header=present",
  });
});

test("takes a value with its type", async () => {
  await stores({ type: "Short", value: 1 }, "Short", "1");
  await stores({ type: "short", value: "1" }, "Short", "1");
  await stores({ type: "Long", value: 42 }, "Long", "42");
  await stores({ type: "Double", value: 1e300 }, "Double", "1.0E300");
  await stores({ type: "Integer", value: null, valueInfo: {} }, "Integer", null);
  await stores(
    { type: "Date", value: "2030-01-31T12:00:00Z" },
    "Date",
    "2030-01-31T12:00:00.000+0000",
  );
  await stores({ type: "Xml", value: "<a/>" }, "Xml", "<a/>");
  await stores({ type: "Json", value: '{ "a": 1 }' }, "Json", '{ "a": 1 }');
  await stores(
    { type: "Json", value: { type: "Json", value: 1 } },
    "Json",
    '{"type":"Json","value":1}',
  );
  await stores({ type: "Json", value: 42 }, "Json", "42");
  await stores({ type: "Null", value: null }, "Null", null);
  await stores({ type: "Bytes", value: "ä" }, "Bytes", "ä");
  await stores({ type: "Bytes", value: new Blob(["abc"]) }, "Bytes", "abc");
});

test("takes a File with its value info", async () => {
  const valueInfo = { filename: "b.txt", mimeType: "text/plain", encoding: "UTF-8" };
  await stores({ type: "File", value: "ä", valueInfo }, "File", "ä", valueInfo);
  await stores({ type: "File", value: Buffer.from("a"), valueInfo }, "File", "a", valueInfo);
  const file = new File(["a"], "a.csv", { type: "text/csv" });
  await stores(
    { type: "File", value: file, valueInfo: { filename: "b.txt", encoding: undefined } },
    "File",
    "a",
    {
      filename: "b.txt",
      mimeType: "text/csv",
    },
  );
});

test("takes an Object of any format", async () => {
  const json = { objectTypeName: "foo.Order", serializationDataFormat: "application/json" };
  const { objectTypeName } = json;
  await stores(
    { type: "Object", value: { a: 1 }, valueInfo: { objectTypeName } },
    "Object",
    '{"a":1}',
    json,
  );
  await stores({ type: "Object", value: '{"a": 1}', valueInfo: json }, "Object", '{"a": 1}', json);
  await stores({ type: "Object", value: null, valueInfo: { objectTypeName } }, "Object", null, {
    objectTypeName,
  });
  const xml = { objectTypeName, serializationDataFormat: "application/xml" };
  await stores({ type: "Object", value: "<a/>", valueInfo: xml }, "Object", "<a/>", xml);
  const java = { serializationDataFormat: "application/x-java-serialized-object" };
  await stores({ type: "Object", value: Uint8Array.of(1, 2) }, "Object", "\x01\x02", java);
  const stream = Buffer.from("aced0005740003616263", "hex");
  const checked = await store({ type: "Object", value: stream, valueInfo: java });
  assert.deepEqual(checked.valueInfo, { objectTypeName: "java.lang.String", ...java });
});

test("takes values of other realms", async () => {
  const text = '{"a":[1],"b":{}}';
  await stores(runInNewContext("({ a: [1], b: {} })"), "Json", text);
  await stores(runInNewContext("new Date(0)"), "Date", "1970-01-01T00:00:00.000+0000");
  await stores(runInNewContext("Uint8Array.of(97)"), "Bytes", "a");
  await stores(runInNewContext("Uint8Array.of(97).buffer"), "Bytes", "a");
  await stores(Object.assign(Object.create(null), { a: 1 }), "Json", '{"a":1}');
});

test("copies what may change", async () => {
  const bytes = Buffer.from("abc");
  const variables = { bytes, list: [1] };
  const checked = checkVariables(variables, { owner: "x", objects: "Json" });
  bytes.fill(0);
  variables.list.push(2);
  const texts = (await changesOf(checked)).map(
    ({ content }) => content instanceof Uint8Array && decoder.decode(content),
  );
  assert.deepEqual(texts, ["abc", "[1]"]);
});

test("takes any name", () => {
  const variables = JSON.parse('{"__proto__": 1, "a/b": 2, "constructor": 3}');
  const checked = checkVariables(variables, { owner: "x", objects: "Json" });
  assert.deepEqual(
    checked.map(({ name }) => name),
    ["__proto__", "a/b", "constructor"],
  );
});

test("refuses what is no value", () => {
  refuses(undefined, /it is undefined; leave it out, or write null/);
  refuses(() => 1, /it is a function; write the value itself/);
  refuses(Symbol("a"), /it is a symbol/);
  refuses(2 ** 53, /9007199254740992, which may have lost digits; write a bigint/);
  refuses(1e300, /write a bigint, or \{ type: "Double", value: 1e\+300 \}/);
  refuses(2n ** 63n, /'9223372036854775808', which is no Long; write a whole number of 64 bits/);
  refuses("\ud800", /lone surrogate; write 'text\.toWellFormed\(\)'/);
  refuses(new Date(Number.NaN), /a Date, which is no Date; write a Date of the years 0 to 9999/);
  refuses(new Date(8.64e15), /write a Date of the years 0 to 9999/);
  refuses(new Map(), /it is a Map; write 'Object\.fromEntries\(map\)'/);
  refuses(new Set(), /it is a Set; write '\[\.\.\.set\]'/);
  refuses(Promise.resolve(1), /it is a Promise; 'await' it first/);
  refuses(new Float64Array(1), /it is a Float64Array; write 'new Uint8Array\(view\.buffer/);
  refuses(new SharedArrayBuffer(1), /it is a SharedArrayBuffer; write a copy/);
  refuses(new URL("http://a"), /it is a URL; write a plain object, as 'JSON\.parse/);
  refuses(new Blob(["a"]), /File without a name; write "new File\(\[content\], 'a\.txt'\)"/);
  refuses(new File(["a"], ""), /Cannot create file without filename!/);
  refuses(new File(["a"], "a", { type: "csv" }), /its type 'csv' is no media type/);
  refuses(new File(["a"], "a".repeat(5_000)), /its filename is too long/);
});

test("refuses what is no JSON, and says where it is", () => {
  class Order {}
  const circle: unknown[] = [];
  circle.push({ circle });
  let deep: unknown = 1;
  for (let level = 0; level < 1_001; level++) deep = [deep];
  refuses({ a: [1, { b: undefined }] }, /\$\.a\[1\]\.b is undefined; leave it out, or write null/);
  refuses(new Array(1), /\$\[0\] is undefined/);
  refuses({ a: () => 1 }, /\$\.a is a function; JSON has no such value/);
  refuses([Number.NaN], /\$\[0\] is the number NaN; JSON has no such number; write null/);
  refuses([2 ** 53], /\$\[0\] is the number 9007199254740992; it may have lost digits/);
  refuses([new Date()], /\$\[0\] is a Date; write 'date\.toISOString\(\)'/);
  refuses([new Order()], /\$\[0\] is an Order; write a plain object/);
  refuses([Buffer.from("a")], /\$\[0\] is a Buffer; JSON has no bytes/);
  refuses([new Map()], /fromEntries/);
  refuses([new Set()], /\[\.\.\.set\]/);
  refuses([Promise.resolve()], /'await' it/);
  refuses(
    { [Symbol("a")]: 1 },
    /it is a plain object; JSON has no members whose names are symbols/,
  );
  refuses(circle, /\$\[0\]\.circle is an array; it contains itself/);
  refuses(deep, /it is deeper than 1000 levels/);
});

test("refuses what its type does not allow", () => {
  refuses(
    { type: "polygon" },
    /no value type 'polygon'; write one of Bytes, .*, or \{ type: "Json", value: object \} to store the object itself/,
  );
  refuses(
    { type: "Strin", value: "a" },
    /no value type 'Strin'; did you mean 'String'\? Write it, or \{/,
  );
  refuses(
    { type: "Integer" },
    /of type 'Integer' and has no 'value'; write one, or null, or \{ type/,
  );
  refuses(
    { type: "Integer", value: 2 ** 31 },
    /'2147483648', which is no Integer; .* or the type 'Long'/,
  );
  refuses({ type: "Integer", value: {} }, /it is a plain object, which is no Integer/);
  refuses({ type: "Long", value: 2 ** 53 }, /'9007199254740992', which is no Long; .* as a bigint/);
  refuses({ type: "Date", value: "tomorrow" }, /'tomorrow', which is no Date/);
  refuses({ type: "String", value: 42 }, /it is the number 42, not a text; write a string/);
  refuses({ type: "Null", value: 1 }, /a Null has no value; write null/);
  refuses(
    { type: "Json", value: "text" },
    /it must be JSON already: .*; write 'JSON\.stringify\(text\)'/,
  );
  refuses({ type: "Json", value: Buffer.from("a") }, /it is a Buffer; JSON has no bytes/);
  refuses({ type: "Bytes", value: [1] }, /its 'value' is an array; write a Uint8Array/);
  refuses({ type: "File", value: null }, /its 'value' is null/);
  refuses({ type: "File", value: "a" }, /File without a name/);
  refuses(
    { type: "File", value: "a", valueInfo: { filename: "a", mimeType: "csv" } },
    /'csv' is no media type/,
  );
  refuses(
    { type: "File", value: "ä", valueInfo: { filename: "a", encoding: "ISO-8859-1" } },
    /would be stored in UTF-8, and its 'encoding' is 'ISO-8859-1'; write its bytes/,
  );
  refuses(
    { type: "Object", value: "[]" },
    /Object without a class; write valueInfo: \{ objectTypeName/,
  );
  const objectTypeName = "foo.Order";
  const as = (serializationDataFormat: string) => ({ objectTypeName, serializationDataFormat });
  refuses(
    { type: "Object", value: {}, valueInfo: as("application/xml") },
    /plain object in the format 'application\/xml'; write its text/,
  );
  refuses(
    { type: "Object", value: {}, valueInfo: as("text/yaml") },
    /no format 'text\/yaml'; write 'application\/json'/,
  );
  refuses(
    { type: "Object", value: Buffer.from("a"), valueInfo: as("application/json") },
    /a Buffer in the format 'application\/json'; write bytes for 'application\/x-java/,
  );
});

test("refuses value info that its type does not have", () => {
  refuses(
    { type: "String", value: "a", valueInfo: { filename: "a" } },
    /of type 'String' has no 'filename'; leave it out/,
  );
  refuses(
    { type: "File", value: "a", valueInfo: { fileName: "a" } },
    /no 'fileName'; did you mean 'filename'\?/,
  );
  refuses(
    { type: "File", value: "a", valueInfo: { objectTypeName: "a" } },
    /write filename, mimeType, encoding/,
  );
  refuses(
    { type: "File", value: "a", valueInfo: { filename: 1 } },
    /'filename' in its 'valueInfo' is the number 1; write a text/,
  );
  refuses(
    { type: "File", value: "a", valueInfo: "a" },
    /its 'valueInfo' is a string; write an object/,
  );
});

test("refuses what are no variables", () => {
  for (const [variables, message] of [
    [undefined, /^Cannot set the variables of order: they are undefined; write an object/],
    [new Map(), /they are a Map/],
    [[1], /they are an array/],
    [{ "": 1 }, /the variable name: it is empty/],
  ] as const) {
    const call = () =>
      Reflect.apply(checkVariables, undefined, [variables, { owner: "order", objects: "Json" }]);
    assert.throws(call, { name: "TypeError", message });
  }
});
