import type { VariableOperator } from "../../../../core/variables/options/variable_query.ts";
import { EngineError } from "../../_engine_error.ts";

const OPERATORS: readonly VariableOperator[] = ["eq", "neq", "gt", "gteq", "lt", "lteq", "like"];

/** @throws {EngineError} If there is no such operator. */
export function variableOperator(name: string): VariableOperator {
  const operator = OPERATORS.find((each) => each === name);
  if (operator !== undefined) return operator;
  const message = `Invalid process variable comparator specified: ${name}`;
  throw new EngineError(400, "InvalidRequestException", message);
}
