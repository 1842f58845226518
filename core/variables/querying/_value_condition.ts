import { compareNames } from "../../storage/compare_names.ts";
import { foldCase } from "../../storage/query/fold_case.ts";
import { likeMatcher } from "../../storage/query/like_matcher.ts";
import {
  booleanKey,
  dateKey,
  FIRST_DATE_KEY,
  FIRST_NUMBER_KEY,
  keyAfter,
  LAST_DATE_KEY,
  LAST_NUMBER_KEY,
  NULL_KEY,
  numberKey,
} from "../../storage/query/scalar_key.ts";
import type { ScalarCondition, ScalarRange } from "../../storage/query/storage_query.ts";
import { InvalidQueryError } from "../errors/invalid_query_error.ts";
import type { VariableCondition, VariableOperator } from "../options/variable_query.ts";
import { type Operand, operandOf } from "./_operand.ts";

/** A condition on a value, in the form in which it is evaluated. */
export interface ValueCondition {
  /** The part that a storage can apply. */
  readonly stored: ScalarCondition | undefined;
  /** The rest, about the text of a String; `undefined` if there is none. */
  readonly text: TextCondition | undefined;
}

/** A condition on Strings. */
export interface TextCondition {
  /** Whether the text of a String that is not null meets it: the folded text if case is ignored. */
  readonly test: (text: string) => boolean;
  /** What the test of a character costs, as a multiple of the least. */
  readonly cost: number;
  /** Whether it holds for all variables but those Strings whose text passes the test. */
  readonly negated: boolean;
}

/** An operator that orders values, and the engine's name of it. */
const ORDERINGS: ReadonlyMap<VariableOperator, string> = new Map([
  ["gt", "greater than"],
  ["gteq", "greater than or equal"],
  ["lt", "less than"],
  ["lteq", "less than or equal"],
]);

const NOTHING: ScalarCondition = { anyOf: [] };
const STRINGS: ScalarCondition = { anyOf: [{ types: ["String"] }] };

/** Characters of a pattern that `likeMatcher` compares with one of a text at once. */
const CHARACTERS_AT_ONCE = 32;
/** What decides a comparison stands before this character: no record has so long a text, folded or not. To fold takes time. */
const COMPARED = 65_536;

/** The types of whole numbers, and the most bits that each holds. */
const WHOLE_TYPES = [
  ["Short", 16],
  ["Integer", 32],
  ["Long", 64],
] as const;

/**
 * Makes of a condition what is evaluated.
 *
 * @param condition The condition. Its name is not looked at.
 * @param ignoreCase Whether case is ignored when Strings are compared.
 * @throws {InvalidQueryError} If Booleans or nulls are to be ordered.
 */
export function valueCondition(
  { operator, value }: VariableCondition,
  ignoreCase: boolean,
): ValueCondition {
  const operand = operandOf(value);
  const ordering = ORDERINGS.get(operator);
  if (ordering !== undefined && (operand.kind === "boolean" || operand.kind === "null")) {
    throw new InvalidQueryError(
      "NotValidException",
      `Booleans and null cannot be used in '${ordering}' condition`,
      0,
    );
  }
  if (operator === "like") return likeCondition(operand, ignoreCase);
  if (operand.kind === "string") return textCondition(operator, operand.text, ignoreCase);
  const stored = { anyOf: rangesOf(operator, operand), negated: operator === "neq" };
  return { stored, text: undefined };
}

/** A pattern for Strings. The engine takes the texts of null and Booleans for patterns, too. Numbers and dates match nothing. */
function likeCondition(operand: Operand, ignoreCase: boolean): ValueCondition {
  if (operand.kind === "double" || operand.kind === "whole" || operand.kind === "date") {
    return { stored: NOTHING, text: undefined };
  }
  const pattern = operand.kind === "boolean" ? String(operand.value) : operand.text;
  const test = likeMatcher(ignoreCase ? foldCase(pattern) : pattern);
  const cost = 1 + pattern.length / CHARACTERS_AT_ONCE;
  return { stored: STRINGS, text: { test, cost, negated: false } };
}

function textCondition(
  operator: VariableOperator,
  wanted: string,
  ignoreCase: boolean,
): ValueCondition {
  const folded = ignoreCase ? foldCase(wanted.slice(0, COMPARED)) : wanted;
  const isEqual = (text: string) => text === folded;
  if (operator === "neq") {
    return { stored: undefined, text: { test: isEqual, cost: 1, negated: true } };
  }
  // Texts are ordered by their upper case, as by the engine's databases: so `_` comes behind the letters of English.
  const ranked = ignoreCase ? (text: string) => text.toUpperCase() : (text: string) => text;
  const other = ranked(folded);
  const test = operator === "eq" ? isEqual : (text: string) => meets(operator, ranked(text), other);
  return { stored: STRINGS, text: { test, cost: 1, negated: false } };
}

function meets(operator: VariableOperator, text: string, other: string): boolean {
  const order = compareNames(text, other);
  if (operator === "gt") return order > 0;
  if (operator === "gteq") return order >= 0;
  return operator === "lt" ? order < 0 : order <= 0;
}

/** The values that meet a condition. For `neq` those that do not. */
function rangesOf(operator: VariableOperator, operand: Operand): readonly ScalarRange[] {
  switch (operand.kind) {
    case "null":
      return [{ from: NULL_KEY, to: keyAfter(NULL_KEY) }];
    case "boolean":
      return [{ types: ["Boolean"], ...exactly(booleanKey(operand.value)) }];
    case "date":
      return [
        {
          types: ["Date"],
          ...bounds(operator, dateKey(operand.time), FIRST_DATE_KEY, LAST_DATE_KEY),
        },
      ];
    case "double":
      return [numbers(operator, ["Double"], numberKey(operand.value))];
    case "whole": {
      const types = WHOLE_TYPES.filter(
        ([, bits]) => BigInt.asIntN(bits, operand.value) === operand.value,
      );
      return [
        numbers(
          operator,
          types.map(([type]) => type),
          numberKey(operand.value),
        ),
        // A Double is compared as a double: 2^53 + 1 is 2^53 to it.
        numbers(operator, ["Double"], numberKey(Number(operand.value))),
      ];
    }
    case "string":
      return [];
  }
}

function numbers(
  operator: VariableOperator,
  types: readonly string[],
  key: Uint8Array,
): ScalarRange {
  return { types, ...bounds(operator, key, FIRST_NUMBER_KEY, LAST_NUMBER_KEY) };
}

function exactly(key: Uint8Array) {
  return { from: key, to: keyAfter(key) };
}

function bounds(operator: VariableOperator, key: Uint8Array, first: Uint8Array, last: Uint8Array) {
  switch (operator) {
    case "gt":
      return { from: keyAfter(key), to: last };
    case "gteq":
      return { from: key, to: last };
    case "lt":
      return { from: first, to: key };
    case "lteq":
      return { from: first, to: keyAfter(key) };
    default:
      return exactly(key);
  }
}
