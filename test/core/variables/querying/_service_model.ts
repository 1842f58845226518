import type {
  InstanceFilter,
  InstanceQuery,
  VariableCondition,
  VariableFilter,
  VariableQuery,
} from "../../../../core/variables/options/variable_query.ts";

/** A variable as the plain evaluation of a query sees it. */
export interface ModelVariable {
  readonly instanceId: string;
  readonly name: string;
  readonly type: string;
  /** The canonical text of the value, or any text for a type that is not compared. */
  readonly text: string | null;
}

const BITS: Readonly<Record<string, number>> = { Short: 16, Integer: 32, Long: 64 };
const NUMBERS = ["Short", "Integer", "Long", "Double"];

/** Answers a query for variables: all are looked at, and sorted as arrays are. */
export function plainVariables(
  all: readonly ModelVariable[],
  query: VariableQuery,
): readonly ModelVariable[] {
  const { sorting = [], firstResult = 0, maxResults = Infinity } = query;
  return all
    .filter((variable) => meetsFilter(variable, query))
    .sort((a, b) => {
      for (const { sortBy, sortOrder } of sorting) {
        const order = byCodePoint(keyOf(a, sortBy), keyOf(b, sortBy));
        if (order !== 0) return sortOrder === "desc" ? -order : order;
      }
      return byCodePoint(a.instanceId, b.instanceId) || byCodePoint(a.name, b.name);
    })
    .slice(firstResult, firstResult + maxResults);
}

/** Answers a query for instances. */
export function plainInstances(
  all: readonly ModelVariable[],
  query: InstanceQuery,
): readonly string[] {
  const { orQueries = [], sortOrder = "asc", firstResult = 0, maxResults = Infinity } = query;
  const ids = [...new Set(all.map(({ instanceId }) => instanceId))].sort(byCodePoint);
  const found = ids.filter((id) => {
    const own = all.filter(({ instanceId }) => instanceId === id);
    const alternatives = orQueries.map((filter) => results(id, own, filter));
    return (
      results(id, own, query).every(Boolean) &&
      alternatives.every((each) => each.length === 0 || each.some(Boolean))
    );
  });
  const sorted = sortOrder === "desc" ? found.reverse() : found;
  return sorted.slice(firstResult, firstResult + maxResults);
}

function results(id: string, own: readonly ModelVariable[], filter: InstanceFilter): boolean[] {
  const { processInstanceIds, variables = [] } = filter;
  const has = variables.map((condition) => own.some((each) => meets(each, condition, filter)));
  return processInstanceIds === undefined ? has : [...has, processInstanceIds.includes(id)];
}

function meetsFilter(variable: ModelVariable, filter: VariableFilter): boolean {
  const { instanceId, name } = variable;
  const { processInstanceIds, variableScopeIds, variableName, variableNameLike } = filter;
  if (processInstanceIds?.includes(instanceId) === false) return false;
  if (variableScopeIds?.includes(instanceId) === false) return false;
  if (variableName !== undefined && variableName !== name) return false;
  if (variableNameLike !== undefined && !like(name, variableNameLike)) return false;
  return (filter.variableValues ?? []).every((each) => meets(variable, each, filter));
}

function meets(
  { name, type, text }: ModelVariable,
  condition: VariableCondition,
  flags: Pick<VariableFilter, "variableNamesIgnoreCase" | "variableValuesIgnoreCase">,
): boolean {
  const foldName = flags.variableNamesIgnoreCase ? fold : same;
  if (foldName(name) !== foldName(condition.name)) return false;
  const foldText = flags.variableValuesIgnoreCase ? fold : same;
  const { operator, value } = condition;
  const isNull = value === null || (typeof value === "string" && /^(null)?$/.test(value));
  if (operator === "neq") {
    return isNull ? text !== null : text === null || order(type, text, value, foldText) !== 0;
  }
  if (operator === "like") {
    if (type !== "String" || text === null || typeof value === "number") return false;
    if (typeof value === "bigint" || value instanceof Date) return false;
    return like(foldText(text), foldText(String(value)));
  }
  if (isNull) return text === null;
  if (operator === "eq") return text !== null && order(type, text, value, foldText) === 0;
  // The engine's databases order texts by their upper case.
  const upper = flags.variableValuesIgnoreCase ? (each: string) => fold(each).toUpperCase() : same;
  const found = text === null ? undefined : order(type, text, value, upper);
  if (found === undefined) return false;
  if (operator === "gt") return found > 0;
  if (operator === "gteq") return found >= 0;
  return operator === "lt" ? found < 0 : found <= 0;
}

/** How a stored value stands to another one; `undefined` if the two cannot be compared. */
function order(
  type: string,
  text: string,
  value: VariableCondition["value"],
  foldText: (text: string) => string,
): number | undefined {
  if (typeof value === "boolean") {
    return type === "Boolean" ? Number(text !== String(value)) : undefined;
  }
  if (value instanceof Date) {
    return type === "Date" ? Date.parse(text.replace("+0000", "Z")) - value.getTime() : undefined;
  }
  if (typeof value === "string") {
    return type === "String" ? byCodePoint(foldText(text), foldText(value)) : undefined;
  }
  if (value === null || !NUMBERS.includes(type)) return undefined;
  if (type === "Double") {
    const [a, b] = [Number(text), Number(value)];
    return Number.isNaN(a) ? 1 : a < b ? -1 : Number(a > b);
  }
  if (typeof value === "number" && !Number.isInteger(value)) return undefined;
  const whole = BigInt(value);
  if (BigInt.asIntN(BITS[type] ?? 0, whole) !== whole) return undefined;
  return BigInt(text) < whole ? -1 : Number(BigInt(text) > whole);
}

function keyOf({ instanceId, name, type }: ModelVariable, sortBy: string): string {
  if (sortBy === "variableName") return name;
  if (sortBy === "variableType") return type.toLowerCase();
  return sortBy === "activityInstanceId" ? instanceId : "";
}

/** Matches a pattern by trying all that each `%` may stand for. */
function like(text: string, pattern: string): boolean {
  const [points, wanted] = [[...text], [...pattern]];
  const match = (at: number, from: number): boolean => {
    const sign = wanted[from];
    if (sign === undefined) return at === points.length;
    if (sign === "%") {
      return match(at, from + 1) || (at < points.length && match(at + 1, from));
    }
    if (at === points.length) return false;
    if (sign === "_") return match(at + 1, from + 1);
    const isEscape = sign === "\\";
    const literal = isEscape ? wanted[from + 1] : sign;
    return literal === points[at] && match(at + 1, from + (isEscape ? 2 : 1));
  };
  return match(0, 0);
}

/** Folds the few letters of these tests. */
function fold(text: string): string {
  return text.toLowerCase().replaceAll("ß", "ss").replaceAll("ẞ", "ss");
}

function same(text: string): string {
  return text;
}

function byCodePoint(a: string, b: string): number {
  const [x, y] = [[...a], [...b]];
  for (const [index, character] of x.entries()) {
    const difference = (character.codePointAt(0) ?? 0) - (y[index]?.codePointAt(0) ?? -1);
    if (difference !== 0) return difference;
  }
  return x.length - y.length;
}
