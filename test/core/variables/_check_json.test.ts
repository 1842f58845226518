import assert from "node:assert/strict";
import { checkJson } from "../../../core/variables/_check_json.ts";
import { JavaTypes } from "../../../core/variables/java_types.ts";
import { readJavaChunks, readJavaJson } from "../../../core/variables/read_java_json.ts";
import { suite } from "../../support/suite.ts";

const test = suite("checkJson()");

const CHUNKS = ['["a",', '"ü', '€"', "]"].map((text) => new TextEncoder().encode(text));

test("takes JSON in chunks, and refuses what is none", async () => {
  await checkJson(CHUNKS);
  await assert.rejects(checkJson(CHUNKS.slice(0, 3)), { name: "JsonSyntaxError" });
  await assert.rejects(checkJson([]), { name: "JsonSyntaxError" });
});

test("lets others have turns between two chunks", async () => {
  let turns = 0;
  let isOver = false;
  const other = () => {
    turns++;
    if (!isOver) setImmediate(other);
  };
  setImmediate(other);
  const digits = Array.from({ length: 100 }, () => Uint8Array.of(0x31));
  await checkJson(digits);
  assert.ok(turns >= 98, `${turns} turns of others`);
  await readJavaChunks("java.math.BigInteger", digits, new JavaTypes([]));
  isOver = true;
  assert.ok(turns >= 196, `${turns} turns of others`);
});

test("holds chunks against a Java type as it does the whole", async () => {
  const types = new JavaTypes([]);
  const name = "java.util.ArrayList<java.lang.String>";
  assert.deepEqual(await readJavaChunks(name, CHUNKS, types), {
    objectTypeName: name,
    isNull: false,
  });
  const whole = new TextEncoder().encode('["a","ü€",1]');
  for (const chunks of [[whole], Array.from(whole, (byte) => Uint8Array.of(byte)), []]) {
    const expected = thrown(() => readJavaJson(name, Buffer.concat(chunks), types));
    await assert.rejects(readJavaChunks(name, chunks, types), expected);
  }
});

function thrown(run: () => unknown): { readonly name: string; readonly message: string } {
  try {
    run();
  } catch (error) {
    if (error instanceof Error) return { name: error.name, message: error.message };
  }
  throw new Error("Nothing was thrown");
}
