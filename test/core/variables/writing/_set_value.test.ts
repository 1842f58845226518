import assert from "node:assert/strict";
import fc from "fast-check";
import {
  ProcessVariables,
  type ValueInfo,
  type VariableInput,
  type VariableValue,
} from "../../../../core/mod.ts";
import { fromAsync } from "../../../support/from_async.ts";
import { StageKeeper } from "../../../support/stage_keeper.ts";
import { suite } from "../../../support/suite.ts";
import { inChunks } from "../../../support/variable_form.ts";

const test = suite("ProcessVariables.set()");

const FILE = { filename: "a.bin", mimeType: "a/b", encoding: "x" };
const JAVA = { serializationDataFormat: "application/x-java-serialized-object" };
const JSON_INFO = { objectTypeName: "a.B", serializationDataFormat: "application/json" };
const XML_INFO = { objectTypeName: "a.B", serializationDataFormat: "application/xml" };
const text = fc.string({ unit: "grapheme" });
const bytes = fc.uint8Array({ maxLength: 100 });
const date = fc.date({
  min: new Date("0000-01-01T00:00:00Z"),
  max: new Date("9999-12-31T23:59:59.999Z"),
  noInvalidDate: true,
});
const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const json = fc.json();

function make(limits = {}) {
  const storage = new StageKeeper();
  return { storage, variables: new ProcessVariables({ storage, limits }) };
}

/** Values by type that come back as they went. */
const ROUND_TRIPS: readonly (readonly [
  type: string,
  values: fc.Arbitrary<VariableValue>,
  info?: ValueInfo,
])[] = [
  ["Boolean", fc.boolean()],
  ["Short", fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 })],
  ["Integer", fc.integer()],
  ["Long", fc.maxSafeInteger()],
  ["Long", long.filter((value) => !Number.isSafeInteger(Number(value)))],
  ["Double", fc.double()],
  ["Date", date],
  ["String", text],
  ["Xml", text],
  ["Json", json],
  ["Object", json, JSON_INFO],
  ["Object", text, XML_INFO],
  ["Bytes", bytes],
  ["File", bytes, FILE],
  ["Null", fc.constant(null)],
];

for (const [type, values, valueInfo = {}] of ROUND_TRIPS) {
  test(`round trip: get gives what was set as ${type} ${JSON.stringify(valueInfo)}`, async () => {
    const { variables } = make();
    const property = fc.asyncProperty(values, async (value) => {
      const { record } = await variables.set("i", "x", { type, value, valueInfo });
      const got = await variables.get("i", "x");
      assert.deepEqual(got, { record, value });
      assert.deepEqual([got.record.type, got.record.valueInfo], [type, valueInfo]);
    });
    await fc.assert(property, { numRuns: 50 });
  });
}

test("round trip: a value without a type keeps its own", async () => {
  const { variables } = make();
  const implied = fc.oneof(
    fc.tuple(fc.boolean(), fc.constant("Boolean")),
    fc.tuple(fc.integer(), fc.constant("Integer")),
    fc.tuple(fc.integer({ min: 2 ** 31, max: Number.MAX_SAFE_INTEGER }), fc.constant("Long")),
    fc.tuple(
      long.filter((value) => !Number.isSafeInteger(Number(value))),
      fc.constant("Long"),
    ),
    fc.tuple(
      fc.double().filter((value) => !Number.isSafeInteger(value)),
      fc.constant("Double"),
    ),
    fc.tuple(fc.constantFrom(-0, 2 ** 60, NaN, Infinity), fc.constant("Double")),
    fc.tuple(date, fc.constant("Date")),
    fc.tuple(text, fc.constant("String")),
    fc.tuple(bytes, fc.constant("Bytes")),
    fc.tuple(fc.constant(null), fc.constant("Null")),
  );
  const property = fc.asyncProperty(implied, async ([value, type]) => {
    await variables.set("i", "x", { value });
    const got = await variables.get("i", "x");
    assert.deepEqual([got.value, got.record.type], [value, type]);
  });
  await fc.assert(property, { numRuns: 300 });
});

test("copies a variable of any type from what open and its record give", async () => {
  const { variables } = make();
  const inputs: readonly VariableInput[] = [
    ...["String", "Xml"].map((type) => ({ type, value: "<a>ä</a>" })),
    { type: "Json", value: "[1.10]" },
    { type: "Long", value: 9007199254740993n },
    { type: "Double", value: 0.1 },
    { value: true },
    { value: new Date(0) },
    { type: "Object", value: "{}", valueInfo: JSON_INFO },
    { type: "Object", content: Buffer.from("rO0ABQ", "base64"), valueInfo: JAVA },
    { value: new Uint8Array(200_000).fill(7) },
    { type: "File", content: new Blob(["x".repeat(70_000)]), valueInfo: FILE },
  ];
  for (const input of inputs) {
    const { record: source } = await variables.set("i", "source", input);
    assert(source);
    const { type, valueInfo } = source;
    await using open = await variables.open("i", "source");
    const { record } = await variables.set("i", "copy", { type, valueInfo, content: open.read() });
    const ignored = { name: "", version: "", updatedAt: 0 };
    assert.deepEqual({ ...record, ...ignored }, { ...source, ...ignored });
    const [a, b] = await Promise.all(["source", "copy"].map((name) => variables.get("i", name)));
    assert.deepEqual(a?.value, b?.value);
  }
});

test("streams a content of any size through a stage", async () => {
  const { storage, variables } = make({ maxValueBytes: 300_000 });
  const content = new Uint8Array(300_000).map((_, index) => index);
  for (const source of [content, new Blob([content]), inChunks(content, 70_001)]) {
    const { record } = await variables.set("i", "x", { content: source });
    assert.deepEqual([record?.type, record?.size], ["Bytes", 300_000]);
    assert.deepEqual((await variables.get("i", "x")).value, content);
  }
  assert.equal(storage.count, 3);
  const tooMuch = inChunks(new Uint8Array(300_001), 1_000);
  await assert.rejects(variables.set("i", "x", { content: tooMuch }), {
    name: "LimitExceededError",
    message: "Cannot read the content: it exceeds 'maxValueBytes' (300000)",
  });
  assert.deepEqual(await tooMuch.next(), { done: true, value: undefined });
  assert.equal(await storage.left(), 0);
  assert.equal((await variables.stat("i", "x"))?.size, 300_000);
});

test("takes content as the text of other types, up to maxJsonBytes", async () => {
  const { storage, variables } = make({ maxJsonBytes: 80_000 });
  const set = (type: string, content: string | Uint8Array) =>
    variables.set("i", "x", { type, content: Buffer.from(content) });
  await set("Long", " 42\n");
  assert.equal((await variables.get("i", "x")).value, 42);
  const long = "ä".repeat(40_000);
  await set("String", long);
  assert.equal((await variables.get("i", "x")).value, long);
  await assert.rejects(set("String", `${long}x`), { limit: "maxJsonBytes" });
  await assert.rejects(set("String", Buffer.from([0xff])), {
    name: "InvalidVariableError",
    message: /variable x: Cannot decode the content: it is not valid UTF-8/,
  });
  await assert.rejects(set("Json", "{"), /Cannot read the value of type 'Json'/);
  assert.equal(await storage.left(), 0);
});

test("refuses what JSON is refused for, in the same words", async () => {
  const { variables } = make({ maxTextBytes: 10 });
  const put = "Cannot put process instance variable x: ";
  const refused: readonly (readonly [input: VariableInput, message: string | RegExp])[] = [
    [
      { type: "Integer", value: 2 ** 31 },
      /'2147483648' of type 'Integer' to java type java.lang.I/,
    ],
    [{ type: "Integer", value: 0.5 }, /'0.5' of type 'Integer'/],
    [{ type: "long", value: 2n ** 63n }, /'9223372036854775808' of type 'long'/],
    [{ value: 2n ** 63n }, /'9223372036854775808' of type 'Long'/],
    [{ type: "Blob", value: 1 }, `${put}Unsupported value type 'Blob'`],
    [{ type: "Json", value: 1 }, /Must provide 'null' or String value/],
    [{ type: "Json", value: "{" }, /Cannot read the value of type 'Json'/],
    [{ type: "String", value: "\ud800" }, /not well-formed Unicode/],
    [{ type: "File", value: "", valueInfo: {} }, /Cannot create file without filename!/],
    [{ type: "File", value: null, valueInfo: FILE }, /not of File, InputStream or byte\[\] type/],
    [{ type: "File", value: "", valueInfo: { filename: "12345678901" } }, /exceeds 'maxTextBytes'/],
    [{ type: "Null", value: 1 }, /'1' of type 'Null'/],
    [{ type: "Object", value: "x", valueInfo: JAVA }, /Java serialization format is prohibited/],
    [{ value: new Date(8.64e15) }, /of type 'Date' to java type java.util.Date/],
  ];
  for (const [input, message] of refused) {
    await assert.rejects(variables.set("i", "x", input), { message });
    assert.equal(await variables.stat("i", "x"), undefined);
  }
});

test("checks a transient value and stores nothing, as for JSON", async () => {
  const { storage, variables } = make();
  const transient = { valueInfo: { transient: true } };
  for (const input of [
    { value: 1, ...transient },
    { content: new Uint8Array(100_000), ...transient },
    { type: "Object", content: new Uint8Array(1), valueInfo: { ...JAVA, transient: true } },
  ]) {
    assert.equal((await variables.set("i", "x", input)).record, undefined);
  }
  await variables.set("i", "x", { value: 1, valueInfo: { transient: false } });
  await assert.rejects(variables.set("i", "x", { value: 2, ...transient }), /ENGINE-17006/);
  assert.equal((await variables.get("i", "x")).value, 1);
  assert.equal(await storage.left(), 0);
});

test("checks its condition before the content, and again when it is stored", async () => {
  const { variables } = make();
  const { record } = await variables.set("i", "x", { value: 1 });
  assert(record);
  const failed = { name: "PreconditionFailedError" };
  const unread = { [Symbol.asyncIterator]: () => assert.fail("The content was asked for") };
  const condition = { ifNoneMatch: "*" } as const;
  await assert.rejects(variables.set("i", "x", { content: unread }, { condition }), failed);
  async function* changing() {
    await variables.set("i", "x", { value: 2 });
    yield Buffer.from("3");
  }
  const ifMatch = { condition: { ifMatch: [record.version] } };
  await assert.rejects(variables.set("i", "x", { content: changing() }, ifMatch), failed);
  assert.equal((await variables.get("i", "x")).value, 2);
});

test("finds the instance, and refuses wrong names before the content is asked for", async () => {
  const storage = new StageKeeper();
  const resolveInstance = (id: string) => (id === "execution" ? "instance" : undefined);
  const variables = new ProcessVariables({ storage, resolveInstance });
  await variables.set("execution", "x", { value: 1 });
  assert.deepEqual(await storage.instances(), ["instance"]);
  const unread = { [Symbol.asyncIterator]: () => assert.fail("The content was asked for") };
  await assert.rejects(variables.set("other", "x", { content: unread }), {
    name: "NotFoundError",
    message:
      "Cannot put process instance variable x: execution other doesn't exist: execution is null",
  });
  await assert.rejects(variables.set("", "x", { content: unread }), {
    name: "InvalidVariableError",
  });
  assert.deepEqual(await fromAsync(variables.instances({ maxResults: 0 })), []);
});

test("takes the variable's name as that of a File without one if it is lenient", async () => {
  const variables = new ProcessVariables({ storage: new StageKeeper(), lenient: true });
  await variables.set("i", "x", { type: "File", content: new Uint8Array(1) });
  assert.deepEqual((await variables.get("i", "x")).record.valueInfo, { filename: "x" });
});
