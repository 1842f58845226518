import { types } from "node:util";
import { describeValue } from "../../../core/errors/_describe_value.ts";
import { shorten } from "../../../core/errors/_shorten.ts";
import type { ScalarValueType } from "../../../core/variables/values/value_types.ts";
import { type ValuePlace, wrongValue } from "./_wrong_value.ts";

/** What to write for each type. */
const ADVICE: ReadonlyMap<string, string> = new Map([
  ["Boolean", "true or false"],
  ["Short", "a whole number from -32768 to 32767"],
  ["Integer", "a whole number of 32 bits, or the type 'Long'"],
  ["Long", "a whole number of 64 bits, beyond 2^53 - 1 as a bigint"],
  ["Double", "a number"],
  ["Date", "a Date of the years 0 to 9999"],
]);

/**
 * Makes the bytes of a scalar: its canonical text.
 *
 * @throws {TypeError} If it is not a value of the type.
 */
export function scalarBytes(type: ScalarValueType, value: unknown, place: ValuePlace): Uint8Array {
  const text = textOf(value);
  const canonical =
    text === undefined || mayHaveLostDigits(type, value) ? undefined : type.parse(text);
  if (canonical !== undefined) return new TextEncoder().encode(canonical);
  const described = text === undefined ? describeValue(value) : `'${shorten(text)}'`;
  const advice = ADVICE.get(type.name) ?? "a value of this type";
  throw wrongValue(place, `it is ${described}, which is no ${type.name}; write ${advice}`);
}

/** The text of what may be a scalar; `undefined` for anything else. */
function textOf(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "bigint":
      return String(value);
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    default:
      return types.isDate(value) && !Number.isNaN(Number(value)) ? value.toISOString() : undefined;
  }
}

function mayHaveLostDigits({ name }: ScalarValueType, value: unknown): boolean {
  return typeof value === "number" && name !== "Double" && !Number.isSafeInteger(value);
}
