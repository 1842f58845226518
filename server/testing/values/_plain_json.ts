import { shorten } from "../../../core/errors/_shorten.ts";
import { type JsonHandler, JsonTokenizer } from "../../../core/json/json_tokenizer.ts";
import { exactNumber } from "./_exact_number.ts";
import type { PlainJson } from "./plain_value.ts";

/** JSON in plain JavaScript, with its numbers as `N`. */
export type JsonWith<N> =
  | null
  | boolean
  | string
  | N
  | readonly JsonWith<N>[]
  | { readonly [name: string]: JsonWith<N> };

/** Turns a number of JSON, as it was written, into a value. */
export type ReadNumber<N> = (lexeme: string) => N;

type Open<N> = { readonly values: JsonWith<N>[] } | { readonly members: object; name: string };

/**
 * Reads JSON into plain JavaScript. `JSON.parse` would lose digits of numbers in silence.
 *
 * @throws {JsonSyntaxError} If it is not JSON.
 * @throws {RangeError} If JavaScript cannot hold a number with all its digits.
 */
export function plainJson(bytes: Uint8Array): PlainJson {
  return readJson(bytes, (lexeme) => {
    const value = exactNumber(lexeme);
    if (value !== undefined) return value;
    throw new RangeError(`a number of JavaScript cannot hold all digits of ${shorten(lexeme)}`);
  });
}

/**
 * Reads JSON into plain JavaScript, and numbers as the caller wants them.
 *
 * @throws {JsonSyntaxError} If it is not JSON.
 * @throws What `readNumber` throws.
 */
export function readJson<N>(bytes: Uint8Array, readNumber: ReadNumber<N>): JsonWith<N> {
  const builder = new JsonBuilder(readNumber);
  const tokenizer = new JsonTokenizer(builder);
  tokenizer.write(bytes);
  tokenizer.end();
  return builder.value;
}

class JsonBuilder<N> implements JsonHandler {
  value: JsonWith<N> = null;
  readonly #readNumber: ReadNumber<N>;
  readonly #open: Open<N>[] = [];
  #text = "";

  constructor(readNumber: ReadNumber<N>) {
    this.#readNumber = readNumber;
  }

  startObject(): void {
    const members: { readonly [name: string]: JsonWith<N> } = {};
    this.#add(members);
    this.#open.push({ members, name: "" });
  }

  endObject(): void {
    this.#open.pop();
  }

  startArray(): void {
    const values: JsonWith<N>[] = [];
    this.#add(values);
    this.#open.push({ values });
  }

  endArray(): void {
    this.#open.pop();
  }

  name(piece: string, last: boolean): void {
    this.#text += piece;
    if (!last) return;
    const open = this.#open.at(-1);
    if (open !== undefined && "members" in open) open.name = this.#takeText();
  }

  string(piece: string, last: boolean): void {
    this.#text += piece;
    if (last) this.#add(this.#takeText());
  }

  number(lexeme: string): void {
    this.#add(this.#readNumber(lexeme));
  }

  literal(value: boolean | null): void {
    this.#add(value);
  }

  #takeText(): string {
    const text = this.#text;
    this.#text = "";
    return text;
  }

  #add(value: JsonWith<N>): void {
    const open = this.#open.at(-1);
    if (open === undefined) this.value = value;
    else if ("values" in open) open.values.push(value);
    else define(open.members, open.name, value);
  }
}

/** Adds a member of any name. An assignment to `__proto__` would change the prototype. */
function define(members: object, name: string, value: unknown): void {
  const plain = { value, writable: true, enumerable: true, configurable: true };
  Object.defineProperty(members, name, plain);
}
