import type { JsonHandler } from "./json_tokenizer.ts";
import type { JsonValue } from "./json_value.ts";

type Open =
  | { readonly values: JsonValue[] }
  | { readonly members: Map<string, JsonValue>; name: string };

/** Builds one value from the tokens of a `JsonTokenizer`. */
export class JsonValueBuilder implements JsonHandler {
  readonly #open: Open[] = [];
  #text = "";
  #value: JsonValue | undefined;

  /** The value once it is whole, before that `undefined`. */
  get value(): JsonValue | undefined {
    return this.#value;
  }

  startObject(): void {
    this.#open.push({ members: new Map(), name: "" });
  }

  endObject(): void {
    const open = this.#open.pop();
    if (open !== undefined && "members" in open) this.#add(open.members);
  }

  startArray(): void {
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
    if (last) this.#add(this.#takeText());
  }

  number(lexeme: string): void {
    this.#add({ lexeme });
  }

  literal(value: boolean | null): void {
    this.#add(value);
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
