import { shorten } from "../../../../core/errors/_shorten.ts";
import type { JsonValue } from "../../../../core/json/json_value.ts";
import { isObject, type JsonObject } from "../../../../core/rest/requests/_body_members.ts";
import { invalid } from "../../../../core/rest/requests/_invalid.ts";

const WHOLE = /^-?\d+$/;
const WHOLE_TEXT = /^[+-]?\d{1,30}$/;
const TRUE: readonly JsonValue[] = ["true", "True", "TRUE"];
const FALSE: readonly JsonValue[] = ["false", "False", "FALSE"];

/** How many bits a whole number may have. */
type Bits = 32 | 64;

/**
 * The members of an object in a body, read as leniently as the engine's JSON reader does. What is absent or null is `null`. A wrong type
 * is refused with 400.
 */
export class Members {
  readonly #members: JsonObject;
  readonly #path: string;

  /**
   * @param members The members.
   * @param path Where the object stands in the body, for messages; empty for the body itself.
   */
  constructor(members: JsonObject, path: string = "") {
    this.#members = members;
    this.#path = path;
  }

  /** The value of a member, whatever it is. */
  get(name: string): JsonValue {
    return this.#members.get(name) ?? null;
  }

  /** Reads a text, or what may stand for one. */
  text(name: string): string | null {
    return textAt(this.#pathOf(name), this.get(name));
  }

  /** Reads a whole number. A fraction is cut off; an empty text is no number. */
  integer(name: string, bits: Bits): bigint | null {
    const value = this.get(name);
    const number = this.#integer(name, value);
    if (number === null || BigInt.asIntN(bits, number) === number) return number;
    throw unreadable(this.#pathOf(name), value, `a whole number of ${bits} bits`);
  }

  /** Reads true or false, or what may stand for one of them. */
  flag(name: string): boolean | null {
    const value = this.get(name);
    const text = typeof value === "string" ? value.trim() : value;
    if (typeof text === "boolean" || text === null) return text;
    if (text === "" || text === "null") return null;
    if (TRUE.includes(text)) return true;
    if (FALSE.includes(text)) return false;
    if (isNumber(text) && WHOLE.test(text.lexeme)) return BigInt(text.lexeme) !== 0n;
    throw unreadable(this.#pathOf(name), value, "true or false");
  }

  /** Reads an array. */
  list(name: string): readonly JsonValue[] | null {
    const value = this.get(name);
    if (value === null || Array.isArray(value)) return value;
    throw unreadable(this.#pathOf(name), value, "an array");
  }

  /** Reads an array of texts. */
  texts(name: string): readonly (string | null)[] | null {
    const list = this.list(name);
    return list?.map((text, index) => textAt(`${this.#pathOf(name)}[${index}]`, text)) ?? null;
  }

  /** Reads an array of objects. */
  objects(name: string): readonly (Members | null)[] | null {
    const list = this.list(name);
    return list?.map((each, index) => membersAt(`${this.#pathOf(name)}[${index}]`, each)) ?? null;
  }

  /** Reads an object. */
  object(name: string): Members | null {
    return membersAt(this.#pathOf(name), this.get(name));
  }

  /** The names of all members, and their values as objects. */
  entries(): readonly (readonly [name: string, members: Members | null])[] {
    return Array.from(this.#members.keys(), (name) => [name, this.object(name)] as const);
  }

  /** The members as they are. */
  get source(): JsonObject {
    return this.#members;
  }

  #integer(name: string, value: JsonValue): bigint | null {
    if (value === null) return null;
    if (typeof value === "string") {
      const text = value.trim();
      if (text === "" || text === "null") return null;
      if (WHOLE_TEXT.test(text)) return BigInt(text.replace("+", ""));
    } else if (isNumber(value)) {
      if (WHOLE.test(value.lexeme)) return BigInt(value.lexeme);
      const number = Math.trunc(Number(value.lexeme));
      if (Number.isFinite(number)) return BigInt(number);
    }
    throw unreadable(this.#pathOf(name), value, "a whole number");
  }

  #pathOf(name: string): string {
    return this.#path === "" ? name : `${this.#path}.${name}`;
  }
}

/** Makes the error for JSON of a wrong type. Of this the engine says nothing, or what its JSON parser says, as chance has it. */
export function unreadable(path: string, value: JsonValue, expected: string): Error {
  return invalid(`Cannot read '${shorten(path)}': it is ${describe(value)}; give ${expected}`);
}

function textAt(path: string, value: JsonValue): string | null {
  if (value === null || typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  if (isNumber(value)) return value.lexeme;
  throw unreadable(path, value, "a string");
}

function membersAt(path: string, value: JsonValue): Members | null {
  if (value === null) return null;
  if (isObject(value)) return new Members(value, path);
  throw unreadable(path, value, "an object");
}

function isNumber(value: JsonValue): value is { readonly lexeme: string } {
  return typeof value === "object" && value !== null && !isObject(value) && "lexeme" in value;
}

function describe(value: JsonValue): string {
  if (typeof value === "string") return `'${shorten(value)}'`;
  if (value === null || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return "an array";
  return isNumber(value) ? shorten(value.lexeme) : "an object";
}
