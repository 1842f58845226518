import { isName } from "../../storage/check_name.ts";
import type { NameCondition, ScalarCondition } from "../../storage/query/storage_query.ts";
import type { VariableFilter } from "../options/variable_query.ts";
import { type TextCondition, valueCondition } from "./_value_condition.ts";

/** Conditions on a variable besides its instance. */
export type Conditions = Omit<VariableFilter, "processInstanceIds" | "variableScopeIds">;

/** The conditions on one variable, in the form in which storages get them and the core evaluates them. */
export interface CompiledConditions {
  readonly names: readonly NameCondition[];
  readonly values: readonly ScalarCondition[];
  /** The conditions on the texts of Strings, which the core alone decides. */
  readonly texts: readonly TextCondition[];
  /** Whether the texts are folded (`foldCase`) before they are tested. */
  readonly foldsTexts: boolean;
  /** Whether no variable can meet the conditions, since none can have such a name. */
  readonly isImpossible: boolean;
}

/**
 * Makes of the conditions of a query what is evaluated.
 *
 * @param conditions The conditions. They have been checked.
 * @throws {InvalidQueryError} If Booleans or nulls are to be ordered.
 */
export function compileConditions(conditions: Conditions): CompiledConditions {
  const { variableValues = [], variableValuesIgnoreCase = false } = conditions;
  const compiled = variableValues.map((each) => valueCondition(each, variableValuesIgnoreCase));
  const names = nameConditions(conditions);
  return {
    names,
    values: compiled.flatMap(({ stored }) => stored ?? []),
    texts: compiled.flatMap(({ text }) => text ?? []),
    foldsTexts: variableValuesIgnoreCase,
    isImpossible: names.some(isNoName) || names.filter(isExact).length > 1,
  };
}

function nameConditions({
  variableName,
  variableNameLike,
  variableValues = [],
  variableNamesIgnoreCase = false,
}: Conditions): readonly NameCondition[] {
  const conditions: NameCondition[] = [];
  if (variableName !== undefined) conditions.push({ operator: "eq", text: variableName });
  if (variableNameLike !== undefined) conditions.push({ operator: "like", text: variableNameLike });
  const ignoreCase = variableNamesIgnoreCase;
  for (const text of new Set(variableValues.map(({ name }) => name))) {
    if (ignoreCase || text !== variableName) conditions.push({ operator: "eq", text, ignoreCase });
  }
  return conditions;
}

/** Whether the condition names one name. Two such conditions name two. */
function isExact({ operator, ignoreCase }: NameCondition): boolean {
  return operator === "eq" && ignoreCase !== true;
}

/** Whether a name is asked for that no variable can have. */
function isNoName(condition: NameCondition): boolean {
  return isExact(condition) && !isName(condition.text);
}
