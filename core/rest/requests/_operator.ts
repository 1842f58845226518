import { shorten } from "../../errors/_shorten.ts";
import type { VariableOperator } from "../../variables/options/variable_query.ts";
import { invalid } from "./_invalid.ts";

const OPERATORS: readonly VariableOperator[] = ["eq", "neq", "gt", "gteq", "lt", "lteq", "like"];

/**
 * Reads an operator of a condition.
 *
 * @param name Its name; `null` if it is missing.
 * @throws {InvalidQueryError} If there is no such operator.
 */
export function operatorOf(name: string | null): VariableOperator {
  const operator = OPERATORS.find((each) => each === name);
  if (operator !== undefined) return operator;
  throw invalid(`Invalid variable comparator specified: ${name === null ? null : shorten(name)}`);
}
