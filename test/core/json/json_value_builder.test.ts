import assert from "node:assert/strict";
import fc from "fast-check";
import { JsonTokenizer } from "../../../core/json/json_tokenizer.ts";
import type { JsonValue } from "../../../core/json/json_value.ts";
import { JsonValueBuilder } from "../../../core/json/json_value_builder.ts";
import { suite } from "../../support/suite.ts";
import { VALID } from "./json_texts.ts";

const test = suite("JsonValueBuilder");

function build(json: string): JsonValue | undefined {
  const builder = new JsonValueBuilder(() => tokenizer.position);
  const tokenizer: JsonTokenizer = new JsonTokenizer(builder);
  tokenizer.write(new TextEncoder().encode(json));
  tokenizer.end();
  return builder.value;
}

/** Converts a value to what `JSON.parse` returns, level by level. */
function plain(value: JsonValue | undefined): unknown {
  if (value instanceof Map) {
    const object = {};
    for (const [name, member] of value) {
      const descriptor = {
        value: plain(member),
        enumerable: true,
        configurable: true,
        writable: true,
      };
      Object.defineProperty(object, name, descriptor);
    }
    return object;
  }
  if (Array.isArray(value)) return value.map(plain);
  if (value !== null && typeof value === "object" && "lexeme" in value) return Number(value.lexeme);
  return value;
}

test("builds what JSON.parse builds", () => {
  for (const text of VALID) assert.deepEqual(plain(build(text)), JSON.parse(text), text);
  fc.assert(
    fc.property(fc.json({ stringUnit: "binary" }), (text) => {
      assert.deepEqual(plain(build(text)), JSON.parse(text));
    }),
  );
});

test("keeps the digits of numbers, and names that mean something to JavaScript", () => {
  const value = build('{"__proto__":9223372036854775807,"1":{"lexeme":"2"},"0":-0}');
  assert.deepEqual(
    value,
    new Map<string, JsonValue>([
      ["__proto__", { lexeme: "9223372036854775807" }],
      ["1", new Map([["lexeme", "2"]])],
      ["0", { lexeme: "-0" }],
    ]),
  );
});

test("has no value before it is whole", () => {
  const builder = new JsonValueBuilder(() => tokenizer.position);
  const tokenizer: JsonTokenizer = new JsonTokenizer(builder);
  tokenizer.write(new TextEncoder().encode("[[1]"));
  assert.equal(builder.value, undefined);
  tokenizer.write(new TextEncoder().encode("]"));
  assert.deepEqual(builder.value, [[{ lexeme: "1" }]]);
});

test("builds no more values than may be held, however they are nested", () => {
  const rest = ",{}".repeat(99_996);
  assert(Array.isArray(build(`[1,"a",null${rest}]`)));
  assert.throws(() => build(`[1,"a",null,[]${rest}]`), {
    name: "JsonSyntaxError",
    message:
      "Cannot parse the JSON: it has more than 100000 values (line 1, column 300001, byte 300000)",
  });
});
