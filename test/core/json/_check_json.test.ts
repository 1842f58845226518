import assert from "node:assert/strict";
import { checkJson } from "../../../core/json/_check_json.ts";
import { JavaTypes } from "../../../core/variables/java/java_types.ts";
import { readJavaJson } from "../../../core/variables/java/read_java_json.ts";
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
  await readJavaJson("java.math.BigInteger", digits, new JavaTypes([]));
  isOver = true;
  assert.ok(turns >= 196, `${turns} turns of others`);
});

test("holds chunks against a Java type as it does the whole", async () => {
  const types = new JavaTypes([]);
  const name = "java.util.ArrayList<java.lang.String>";
  assert.deepEqual(await readJavaJson(name, CHUNKS, types), {
    objectTypeName: name,
    isNull: false,
  });
  const whole = new TextEncoder().encode('["a","ü€",1]');
  for (const chunks of [[whole], Array.from(whole, (byte) => Uint8Array.of(byte))]) {
    await assert.rejects(readJavaJson(name, chunks, types), {
      name: "JavaJsonError",
      message:
        "Cannot read $[2] as 'java.lang.String': expected a string, found 1 (line 1, column 11, byte 13)",
    });
  }
  await assert.rejects(readJavaJson(name, [], types), {
    name: "JavaJsonError",
    message: /the end/,
  });
});

test("lets others have turns within a long chunk", async () => {
  let turns = 0;
  const other = () => {
    turns++;
    timer = setImmediate(other);
  };
  let timer = setImmediate(other);
  await checkJson([new TextEncoder().encode("[]".padStart(3_000_000))]);
  clearImmediate(timer);
  assert.ok(turns > 9, `${turns} turns of others`);
});
