/** A JsonTokenizer can capture the source of an array or object. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { type JsonHandler, JsonTokenizer } from "../../../core/json/json_tokenizer.ts";
import { suite } from "../../support/suite.ts";
import { INVALID, VALID } from "./json_texts.ts";

const test = suite("JsonTokenizer.capture()");
const encoder = new TextEncoder();

/** Captures each array and object below the outermost one, and records its calls. */
class Capturing implements JsonHandler {
  readonly lines: string[] = [];
  readonly #tokenizer: JsonTokenizer;
  readonly #keeps: boolean;
  #depth = 0;

  constructor(tokenizer: () => JsonTokenizer, keeps: boolean) {
    this.#tokenizer = tokenizer();
    this.#keeps = keeps;
  }

  startObject(): void {
    this.#start();
  }

  startArray(): void {
    this.#start();
  }

  endObject(): void {
    this.#end();
  }

  endArray(): void {
    this.#end();
  }

  number(lexeme: string): void {
    this.lines.push(lexeme);
  }

  #start(): void {
    if (this.#depth++ > 0) this.#tokenizer.capture(this.#keeps);
  }

  #end(): void {
    if (--this.#depth > 0) this.lines.push(this.#tokenizer.captured);
  }
}

function capture(chunks: Iterable<Uint8Array>, keeps = true): readonly string[] {
  const events: JsonHandler[] = [];
  const tokenizer: JsonTokenizer = new JsonTokenizer({
    startObject: () => events[0]?.startObject?.(),
    endObject: () => events[0]?.endObject?.(),
    startArray: () => events[0]?.startArray?.(),
    endArray: () => events[0]?.endArray?.(),
    number: (lexeme) => events[0]?.number?.(lexeme),
  });
  const capturing = new Capturing(() => tokenizer, keeps);
  events.push(capturing);
  for (const chunk of chunks) tokenizer.write(chunk);
  tokenizer.end();
  return capturing.lines;
}

const bytewise = (bytes: Uint8Array) => Array.from(bytes, (byte) => Uint8Array.of(byte));

test("gives the source without the blanks between tokens, and calls for nothing in it", () => {
  const json = encoder.encode(
    ' [ 1 , { "a b" : [ 2 , " \\u00e4\\n ä" , { } ] ,\r\n\t"c" : -1.50e+3 } , [ ] , 3 ] ',
  );
  const expected = ["1", '{"a b":[2," \\u00e4\\n ä",{}],"c":-1.50e+3}', "[]", "3"];
  assert.deepEqual(capture([json]), expected);
  assert.deepEqual(capture(bytewise(json)), expected);
  assert.deepEqual(capture([json], false), ["1", "", "", "3"]);
});

test("gives what JSON.parse reads the same from, however the bytes are cut", () => {
  for (const text of VALID) {
    const bytes = encoder.encode(`[[${text.replace(/^\ufeff/, "")}]]`);
    if (bytes.length > 2_000) continue;
    const [source = ""] = capture([bytes]);
    assert.deepEqual(JSON.parse(source), JSON.parse(new TextDecoder().decode(bytes))[0]);
    assert.deepEqual(capture(bytewise(bytes)), [source]);
  }
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat({ max: 4 }), fc.array(fc.nat()), (value, indent, places) => {
      const bytes = encoder.encode(`[[${JSON.stringify(value, null, indent)}]]`);
      const cuts = places.map((place) => place % bytes.length).sort((a, b) => a - b);
      const chunks = [0, ...cuts].map((start, i) => bytes.subarray(start, cuts[i]));
      assert.deepEqual(capture(chunks), [JSON.stringify([value])]);
    }),
  );
});

test("gives a source of many blocks", () => {
  const json = `[${JSON.stringify(["ä".repeat(100_000), "x".repeat(200_000)], null, 9)}]`;
  assert.deepEqual(capture([encoder.encode(json)]), [JSON.stringify(JSON.parse(json)[0])]);
});

test("refuses in it what is no JSON", () => {
  // Some of them are elements of an array.
  const isJson = (text: string) => {
    try {
      return JSON.parse(text) !== undefined;
    } catch {
      return false;
    }
  };
  for (const [text] of INVALID) {
    if (text.length > 1_000 || isJson(`[[${text}]]`)) continue;
    assert.throws(() => capture([encoder.encode(`[[${text}]]`), encoder.encode(" ")]), {
      name: "JsonSyntaxError",
    });
  }
});
