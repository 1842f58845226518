import { types } from "node:util";
import { describeValue } from "../../../core/errors/_describe_value.ts";
import { formatJsonPath } from "../../../core/json/format_json_path.ts";
import { type ValuePlace, wrongValue } from "./_wrong_value.ts";

/** The parser reads as many levels. */
const MAX_DEPTH = 1_000;

/**
 * Prints plain JavaScript as JSON. `JSON.stringify` would leave out functions and members that are undefined, and make something else
 * of other values, all in silence.
 *
 * @throws {TypeError} If something in it is not JSON.
 */
export function jsonText(value: unknown, place: ValuePlace): string {
  return new JsonPrinter(place).print(value);
}

/** Whether a value is an object that was written as a literal, in whatever realm. */
export function isPlainObject(value: object): boolean {
  if (Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

class JsonPrinter {
  readonly #place: ValuePlace;
  readonly #steps: (string | number)[] = [];
  /** The arrays and objects in which the present value is. */
  readonly #open = new Set<object>();

  constructor(place: ValuePlace) {
    this.#place = place;
  }

  print(value: unknown): string {
    switch (typeof value) {
      case "string":
      case "boolean":
        return JSON.stringify(value);
      case "number":
        return this.#number(value);
      case "bigint":
        return String(value);
      case "object":
        return value === null ? "null" : this.#object(value);
      default:
        throw this.#wrong(value, adviceFor(value));
    }
  }

  #number(value: number): string {
    if (!Number.isFinite(value)) throw this.#wrong(value, "JSON has no such number; write null");
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      throw this.#wrong(value, "it may have lost digits; write a bigint");
    }
    return Object.is(value, -0) ? "-0" : String(value);
  }

  #object(value: object): string {
    if (this.#open.has(value)) throw this.#wrong(value, "it contains itself; write a tree");
    if (this.#open.size === MAX_DEPTH) {
      throw this.#wrong(value, `it is deeper than ${MAX_DEPTH} levels; write fewer`);
    }
    this.#open.add(value);
    const text = Array.isArray(value) ? this.#elements(value) : this.#members(value);
    this.#open.delete(value);
    return text;
  }

  #elements(values: readonly unknown[]): string {
    // `from` visits the holes of an array, too.
    return `[${Array.from(values, (value, index) => this.#inner(index, value))}]`;
  }

  #members(value: object): string {
    if (!isPlainObject(value)) throw this.#wrong(value, adviceFor(value));
    if (Object.getOwnPropertySymbols(value).length > 0) {
      throw this.#wrong(value, "JSON has no members whose names are symbols; leave them out");
    }
    const members = Object.entries(value).map(
      ([name, member]) => `${JSON.stringify(name)}:${this.#inner(name, member)}`,
    );
    return `{${members}}`;
  }

  #inner(step: string | number, value: unknown): string {
    this.#steps.push(step);
    const text = this.print(value);
    this.#steps.pop();
    return text;
  }

  #wrong(value: unknown, advice: string): TypeError {
    const subject = this.#steps.length === 0 ? "it" : formatJsonPath(this.#steps);
    return wrongValue(this.#place, `${subject} is ${describeValue(value)}; ${advice}`);
  }
}

function adviceFor(value: unknown): string {
  if (value === undefined) return "leave it out, or write null";
  if (typeof value !== "object") return "JSON has no such value; leave it out";
  if (types.isDate(value)) return "write 'date.toISOString()'";
  if (types.isMap(value)) return "write 'Object.fromEntries(map)'";
  if (types.isSet(value)) return "write '[...set]'";
  if (types.isPromise(value)) return "'await' it first";
  if (value instanceof Blob || ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) {
    return "JSON has no bytes; write them as a variable of their own";
  }
  return "write a plain object, as 'JSON.parse(JSON.stringify(value))' makes one";
}
