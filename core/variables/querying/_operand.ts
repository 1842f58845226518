import type { VariableCondition } from "../options/variable_query.ts";
import { parseQueryDate } from "./_parse_query_date.ts";

/** A value to compare with, as the engine understands it. */
export type Operand =
  | { readonly kind: "null"; readonly text: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  /** A number that is not whole, or has more than 64 bits. */
  | { readonly kind: "double"; readonly value: number }
  /** A whole number of 64 bits. */
  | { readonly kind: "whole"; readonly value: bigint }
  /** A time in milliseconds since 1970. */
  | { readonly kind: "date"; readonly time: number }
  | { readonly kind: "string"; readonly text: string };

const MIN_LONG = -(2n ** 63n);
const MAX_LONG = 2n ** 63n - 1n;
const NOT_BLANK = /[^ ]/;

/** Reads the value of a condition: texts may mean null or a date (`VariableQueryParameterDto` of the engine's REST layer). */
export function operandOf(value: VariableCondition["value"]): Operand {
  switch (typeof value) {
    case "boolean":
      return { kind: "boolean", value };
    case "number":
      return Number.isInteger(value) ? wholeOrDouble(BigInt(value)) : { kind: "double", value };
    case "bigint":
      return wholeOrDouble(value);
    case "string":
      return ofText(value);
  }
  if (value === null) return { kind: "null", text: "null" };
  return { kind: "date", time: value.getTime() };
}

function ofText(text: string): Operand {
  if (isNullText(text)) return { kind: "null", text };
  const time = parseQueryDate(text);
  return time === undefined ? { kind: "string", text } : { kind: "date", time };
}

/** Whether a text is blank, or `null` in small letters. Only blanks are ignored around it. */
function isNullText(text: string): boolean {
  const start = text.search(NOT_BLANK);
  return start === -1 || (text.startsWith("null", start) && !NOT_BLANK.test(text.slice(start + 4)));
}

function wholeOrDouble(value: bigint): Operand {
  if (value >= MIN_LONG && value <= MAX_LONG) return { kind: "whole", value };
  return { kind: "double", value: Number(value) };
}
