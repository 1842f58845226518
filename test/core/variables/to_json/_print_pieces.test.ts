import assert from "node:assert/strict";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import { ProcessVariables, type ValueInfo } from "../../../../core/mod.ts";
import { fromAsync } from "../../../support/from_async.ts";
import { suite } from "../../../support/suite.ts";

const JSON_INFO = {
  objectTypeName: "java.util.ArrayList",
  serializationDataFormat: "application/json",
};
const JAVA_INFO = { serializationDataFormat: "application/x-java-serialized-object" };
const XML_INFO = { objectTypeName: "a.B", serializationDataFormat: "application/xml" };

/** A text that is too large to be inline. The ends of its pieces cut characters of all lengths. */
const TEXT = `\ufeff${'aü€😀"\\\u0001\n'.repeat(20_000)}`;
const ARRAY = `[ ${'"ü€😀\\u0000",'.repeat(20_000)}1e2 ]`;
const BYTES = Uint8Array.from({ length: 100_001 }, (_, index) => index * 31);

const VALUES: readonly (readonly [type: string, content: string | Uint8Array, info?: ValueInfo])[] =
  [
    ["String", TEXT],
    ["String", "x"],
    ["Xml", TEXT],
    ["Json", ARRAY],
    ["Json", `${ARRAY}x`],
    ["Json", `\ufeff${ARRAY}`],
    ["Json", BYTES],
    ["Object", ARRAY, JSON_INFO],
    ["Object", TEXT, JSON_INFO],
    ["Object", TEXT, XML_INFO],
    ["Object", BYTES, JAVA_INFO],
    ["Bytes", BYTES],
    ["Bytes", BYTES.subarray(1)],
    ["Bytes", BYTES.subarray(2)],
    ["File", BYTES, { filename: "f" }],
    ["Long", "0".repeat(20_000)],
    ["Null", BYTES],
    ["String", BYTES],
  ];

const test = suite("openJson()");

test("prints as get() does, a large value in pieces", async () => {
  const storage = new MemoryStorage();
  const variables = new ProcessVariables({ storage });
  for (const [type, content, valueInfo = {}] of VALUES) {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    await storage.apply("p", [{ op: "put", name: "x", type, valueInfo, content: bytes }]);
    const list = await fromAsync(variables.queryJson());
    const { id } = JSON.parse(list.join(""))[0];
    for (const deserializeValue of [true, false]) {
      const options = { deserializeValue };
      const { json } = await variables.getJson("p", "x", options);
      assert.equal(await print(variables.openJson("p", "x", options)), json);
      const byId = await variables.getJsonById(id, options);
      assert.equal(await print(variables.openJsonById(id, options)), byId.json);
    }
  }
});

test("prints a value that is too large to be shown as get() does", async () => {
  const storage = new MemoryStorage();
  const variables = new ProcessVariables({ storage, limits: { maxJsonBytes: 50_000 } });
  const change = { op: "put", name: "x", type: "Bytes", valueInfo: {}, content: BYTES } as const;
  await storage.apply("p", [change]);
  assert.equal(
    await print(variables.openJson("p", "x")),
    '{"type":"Bytes","value":null,"valueInfo":{"size":100001}}',
  );
});

test("is closed by await using", async () => {
  const storage = new MemoryStorage();
  const variables = new ProcessVariables({ storage });
  const change = { op: "put", name: "x", type: "Bytes", valueInfo: {}, content: BYTES } as const;
  await storage.apply("p", [change]);
  let pieces: AsyncIterable<string>;
  {
    const opened = await variables.openJson("p", "x");
    assert("pieces" in opened);
    await using held = opened;
    pieces = held.pieces();
  }
  await assert.rejects(fromAsync(pieces), { name: "StorageError", code: "closed" });
});

test("tells a variable that is not there", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  await assert.rejects(variables.openJson("p", "x"), { name: "NotFoundError" });
  await assert.rejects(variables.openJsonById("x"), { name: "NotFoundError" });
});

/** Reads all pieces, and checks that none of them is long. */
async function print(opening: ReturnType<ProcessVariables["openJson"]>): Promise<string> {
  const printed = await opening;
  if ("json" in printed) return printed.json;
  let json = "";
  try {
    for await (const piece of printed.pieces()) {
      assert.ok(piece.length <= 100_000, `a piece of ${piece.length} characters`);
      json += piece;
    }
  } finally {
    await printed.close();
  }
  return json;
}
