/**
 * Checks queries. A mistake of the program, which plain JavaScript may make, is a TypeError that says what to write; more than the
 * limits allow is an InvalidQueryError, since a client may have sent it.
 * @module
 */
import { checkMembers, type Members } from "../../errors/_check_members.ts";
import { describeValue } from "../../errors/_describe_value.ts";
import { shorten } from "../../errors/_shorten.ts";
import { InvalidQueryError } from "../errors/invalid_query_error.ts";
import { checkSignal } from "./_check_call.ts";
import type { SearchOptions } from "./variable_options.ts";
import type {
  InstanceFilter,
  InstanceQuery,
  VariableCondition,
  VariableFilter,
  VariableJsonQuery,
  VariableOperator,
  VariableQuery,
  VariableSorting,
} from "./variable_query.ts";

const MAX_IDS = 40_000;
const MAX_CONDITIONS = 100;
const MAX_PATTERN_LENGTH = 4_000;

const OPERATORS: readonly VariableOperator[] = ["eq", "neq", "gt", "gteq", "lt", "lteq", "like"];
const SORT_KEYS: readonly VariableSorting["sortBy"][] = [
  "variableName",
  "variableType",
  "activityInstanceId",
  "tenantId",
];

const FILTER: Members<VariableFilter> = {
  processInstanceIds: true,
  variableScopeIds: true,
  variableName: true,
  variableNameLike: true,
  variableValues: true,
  variableNamesIgnoreCase: true,
  variableValuesIgnoreCase: true,
};
const COUNT: Members<VariableFilter & SearchOptions> = { ...FILTER, signal: true };
const QUERY: Members<VariableQuery> = {
  ...COUNT,
  firstResult: true,
  maxResults: true,
  sorting: true,
};
const JSON_QUERY: Members<VariableJsonQuery> = {
  ...QUERY,
  deserializeValues: true,
  omitBytes: true,
};
const CONDITION: Members<VariableCondition> = { name: true, operator: true, value: true };
const SORTING: Members<VariableSorting> = { sortBy: true, sortOrder: true };
const INSTANCE_FILTER: Members<InstanceFilter> = {
  processInstanceIds: true,
  variables: true,
  variableNamesIgnoreCase: true,
  variableValuesIgnoreCase: true,
};
const INSTANCE_QUERY: Members<InstanceQuery> = {
  ...INSTANCE_FILTER,
  orQueries: true,
  sortOrder: true,
  firstResult: true,
  maxResults: true,
  signal: true,
};

/** @throws {InvalidQueryError} If it exceeds a limit. */
export function checkVariableFilter(filter: VariableFilter & SearchOptions): void {
  checkMembers("query", filter, COUNT);
  checkSignal(filter.signal);
  checkFilter(filter);
}

/** @throws {InvalidQueryError} If it exceeds a limit. */
export function checkVariableQuery(query: VariableQuery): void {
  checkMembers("query", query, QUERY);
  checkSignal(query.signal);
  checkFilter(query);
  checkSorting(query.sorting);
}

/** @throws {InvalidQueryError} If it exceeds a limit. */
export function checkVariableJsonQuery(query: VariableJsonQuery): void {
  checkMembers("query", query, JSON_QUERY);
  checkSignal(query.signal);
  checkFilter(query);
  checkSorting(query.sorting);
}

/** @throws {InvalidQueryError} If it exceeds a limit. */
export function checkInstanceQuery(query: InstanceQuery): void {
  checkMembers("query", query, INSTANCE_QUERY);
  checkSignal(query.signal);
  const { orQueries = [], sortOrder = "asc" } = query;
  checkArray("orQueries", orQueries);
  for (const filter of orQueries) checkMembers("filters of 'orQueries'", filter, INSTANCE_FILTER);
  if (sortOrder !== "asc" && sortOrder !== "desc")
    throw wrong("sortOrder", sortOrder, "asc or desc");
  const filters: readonly InstanceFilter[] = [query, ...orQueries];
  for (const { processInstanceIds, variables } of filters) {
    checkIds("processInstanceIds", processInstanceIds);
    checkConditions("variables", variables);
    if (processInstanceIds?.length !== 0) continue;
    throw new InvalidQueryError(
      "ProcessEngineException",
      "Set of process instance ids is empty",
      0,
    );
  }
  const count = (sizes: readonly (readonly unknown[] | undefined)[]) =>
    sizes.reduce((sum, list = []) => sum + list.length, 0);
  checkCount("ids", count(filters.map(({ processInstanceIds }) => processInstanceIds)), MAX_IDS);
  checkCount("conditions", count(filters.map(({ variables }) => variables)), MAX_CONDITIONS);
}

function checkFilter(filter: VariableFilter): void {
  const { variableName, variableNameLike } = filter;
  checkIds("processInstanceIds", filter.processInstanceIds);
  checkIds("variableScopeIds", filter.variableScopeIds);
  checkText("variableName", variableName);
  checkText("variableNameLike", variableNameLike);
  checkPattern("variableNameLike", variableNameLike ?? "");
  checkConditions("variableValues", filter.variableValues);
}

function checkIds(name: string, ids: readonly string[] | undefined): void {
  if (ids === undefined) return;
  checkArray(name, ids);
  checkCount("ids", ids.length, MAX_IDS);
  for (const id of ids) checkText(name, id);
}

function checkConditions(name: string, conditions: readonly VariableCondition[] | undefined): void {
  if (conditions === undefined) return;
  checkArray(name, conditions);
  checkCount("conditions", conditions.length, MAX_CONDITIONS);
  for (const condition of conditions) checkCondition(name, condition);
}

function checkCondition(member: string, condition: VariableCondition): void {
  checkMembers(`conditions of '${member}'`, condition, CONDITION);
  const { name, operator, value } = condition;
  if (typeof name !== "string") throw wrong("name", name, "a string");
  if (!OPERATORS.includes(operator)) throw wrong("operator", operator, OPERATORS.join(", "));
  if (operator === "like" && typeof value === "string") checkPattern(name, value);
  if (isValue(value)) return;
  throw wrong("value", value, "a string, number, bigint, boolean, Date or null");
}

function isValue(value: unknown): boolean {
  if (value === null || ["string", "bigint", "boolean"].includes(typeof value)) return true;
  const number = value instanceof Date ? value.getTime() : value;
  return typeof number === "number" && !Number.isNaN(number);
}

function checkSorting(sorting: readonly VariableSorting[] | undefined): void {
  if (sorting === undefined) return;
  checkArray("sorting", sorting);
  for (const entry of sorting) {
    checkMembers("entries of 'sorting'", entry, SORTING);
    const { sortBy, sortOrder } = entry;
    if (!SORT_KEYS.includes(sortBy)) throw wrong("sortBy", sortBy, SORT_KEYS.join(", "));
    if (sortOrder !== "asc" && sortOrder !== "desc")
      throw wrong("sortOrder", sortOrder, "asc or desc");
  }
}

function checkText(name: string, text: string | undefined): void {
  if (text !== undefined && typeof text !== "string") throw wrong(name, text, "a string");
}

function checkArray(name: string, value: readonly unknown[]): void {
  if (!Array.isArray(value)) throw wrong(name, value, "an array");
}

function checkPattern(name: string, pattern: string): void {
  if (pattern.length <= MAX_PATTERN_LENGTH) return;
  throw tooMuch(
    `the pattern of '${shorten(name)}' has ${pattern.length} characters, at most ${MAX_PATTERN_LENGTH} are allowed`,
  );
}

function checkCount(what: string, count: number, max: number): void {
  if (count > max) throw tooMuch(`it has ${count} ${what}, at most ${max} are allowed`);
}

function tooMuch(problem: string): InvalidQueryError {
  return new InvalidQueryError("InvalidRequestException", `Cannot run the query: ${problem}`);
}

function wrong(name: string, value: unknown, expected: string): TypeError {
  return new TypeError(
    `Cannot run the query: '${name}' is ${describeValue(value)}; pass ${expected}`,
  );
}
