import type { JsonPosition } from "./json_position.ts";
import { JsonSyntaxError } from "./json_syntax_error.ts";
import type { JsonHandler } from "./json_tokenizer.ts";
import type { JsonValue } from "./json_value.ts";

type Open =
  | { readonly values: JsonValue[] }
  | { readonly members: Map<string, JsonValue>; name: string };

/** An object of two bytes takes nearly 300 bytes as a JavaScript value. This many values take at most about 30 MiB. */
const MAX_VALUES = 100_000;

/** Builds one value from the tokens of a `JsonTokenizer`. With all values within it, it may hold at most 100,000 values. */
export class JsonValueBuilder implements JsonHandler {
  readonly #position: () => JsonPosition;
  readonly #open: Open[] = [];
  #count = 0;
  #text = "";
  #value: JsonValue | undefined;

  /** @param position Returns the position of the current token. */
  constructor(position: () => JsonPosition) {
    this.#position = position;
  }

  /** The value; `undefined` until it is complete. */
  get value(): JsonValue | undefined {
    return this.#value;
  }

  startObject(): void {
    this.#begin();
    this.#open.push({ members: new Map(), name: "" });
  }

  endObject(): void {
    const open = this.#open.pop();
    if (open !== undefined && "members" in open) this.#add(open.members);
  }

  startArray(): void {
    this.#begin();
    this.#open.push({ values: [] });
  }

  endArray(): void {
    const open = this.#open.pop();
    if (open !== undefined && "values" in open) this.#add(open.values);
  }

  name(piece: string, last: boolean): void {
    this.#text += piece;
    if (!last) return;
    const open = this.#open.at(-1);
    if (open !== undefined && "members" in open) open.name = this.#takeText();
  }

  string(piece: string, last: boolean): void {
    this.#text += piece;
    if (!last) return;
    this.#begin();
    this.#add(this.#takeText());
  }

  number(lexeme: string): void {
    this.#begin();
    this.#add({ lexeme });
  }

  literal(value: boolean | null): void {
    this.#begin();
    this.#add(value);
  }

  #begin(): void {
    if (++this.#count <= MAX_VALUES) return;
    throw new JsonSyntaxError(`it has more than ${MAX_VALUES} values`, this.#position());
  }

  #takeText(): string {
    const text = this.#text;
    this.#text = "";
    return text;
  }

  #add(value: JsonValue): void {
    const open = this.#open.at(-1);
    if (open === undefined) this.#value = value;
    else if ("values" in open) open.values.push(value);
    else open.members.set(open.name, value);
  }
}
