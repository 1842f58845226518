import { shorten } from "../../../core/errors/_shorten.ts";
import { type JsonHandler, JsonTokenizer } from "../../../core/json/json_tokenizer.ts";
import { exactNumber } from "./_exact_number.ts";
import type { PlainJson } from "./plain_value.ts";

type Open = { readonly values: PlainJson[] } | { readonly members: object; name: string };

/**
 * Reads JSON into plain JavaScript. `JSON.parse` would lose digits of numbers in silence.
 *
 * @throws {JsonSyntaxError} If it is not JSON.
 * @throws {RangeError} If JavaScript cannot hold a number with all its digits.
 */
export function plainJson(bytes: Uint8Array): PlainJson {
  const builder = new PlainJsonBuilder();
  const tokenizer = new JsonTokenizer(builder);
  tokenizer.write(bytes);
  tokenizer.end();
  return builder.value;
}

class PlainJsonBuilder implements JsonHandler {
  value: PlainJson = null;
  readonly #open: Open[] = [];
  #text = "";

  startObject(): void {
    const members: { readonly [name: string]: PlainJson } = {};
    this.#add(members);
    this.#open.push({ members, name: "" });
  }

  endObject(): void {
    this.#open.pop();
  }

  startArray(): void {
    const values: PlainJson[] = [];
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
    const value = exactNumber(lexeme);
    if (value === undefined) {
      throw new RangeError(`a number of JavaScript cannot hold all digits of ${shorten(lexeme)}`);
    }
    this.#add(value);
  }

  literal(value: boolean | null): void {
    this.#add(value);
  }

  #takeText(): string {
    const text = this.#text;
    this.#text = "";
    return text;
  }

  #add(value: PlainJson): void {
    const open = this.#open.at(-1);
    if (open === undefined) this.value = value;
    else if ("values" in open) open.values.push(value);
    else define(open.members, open.name, value);
  }
}

/** Adds a member of any name. An assignment to `__proto__` would change the prototype. */
function define(members: object, name: string, value: PlainJson): void {
  const plain = { value, writable: true, enumerable: true, configurable: true };
  Object.defineProperty(members, name, plain);
}
