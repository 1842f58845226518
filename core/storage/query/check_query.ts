import { checkMembers, type Members } from "../../errors/_check_members.ts";
import { describeValue } from "../../errors/_describe_value.ts";
import { compareNames } from "../compare_names.ts";
import type {
  NameCondition,
  QueryPageOptions,
  ScalarCondition,
  ScalarRange,
  StorageQuery,
} from "./storage_query.ts";

const DEFAULT_LIMIT = 1_000;
const MAX_LIMIT = 10_000;

const QUERY: Members<StorageQuery> = {
  instanceIds: true,
  names: true,
  values: true,
  order: true,
  descending: true,
};
const NAME: Members<NameCondition> = { operator: true, text: true, ignoreCase: true };
const VALUE: Members<ScalarCondition> = { anyOf: true, negated: true };
const RANGE: Members<ScalarRange> = { types: true, from: true, to: true };
const PAGE: Members<QueryPageOptions> = { after: true, skip: true, limit: true };

/**
 * Checks a query and copies it, so that nobody can change it while it runs. Ids that no instance can have are left out.
 *
 * @param query The query.
 * @throws {TypeError} If a member is unknown or of a wrong type, or the instance ids are not distinct and in their order.
 */
export function checkQuery(query: StorageQuery): StorageQuery {
  checkMembers("query", query, QUERY);
  const { instanceIds, names = [], values = [], order = "instance", descending = false } = query;
  if (order !== "instance" && order !== "name") throw wrong("order", order, "'instance' or 'name'");
  if (typeof descending !== "boolean") throw wrong("descending", descending, "true or false");
  return {
    ...(instanceIds === undefined ? {} : { instanceIds: checkIds(instanceIds) }),
    names: checkArray("names", names).map(checkNameCondition),
    values: checkArray("values", values).map(checkScalarCondition),
    order,
    descending,
  };
}

/**
 * Checks the options of a page of a query, and fills in the defaults.
 *
 * @param options The options.
 * @throws {RangeError} If `limit` is not a whole number from 1 to 10,000, or `skip` neither one from 0 nor `Infinity`.
 * @throws {TypeError} If an option is unknown or of a wrong type.
 */
export function checkQueryPage(options: QueryPageOptions = {}): {
  readonly after: QueryPageOptions["after"];
  readonly skip: number;
  readonly limit: number;
} {
  checkMembers("options of the page", options, PAGE);
  const { after, skip = 0, limit = DEFAULT_LIMIT } = options;
  if (typeof skip !== "number") throw wrong("skip", skip, "a number");
  if (typeof limit !== "number") throw wrong("limit", limit, "a number");
  if (!(skip === Number.POSITIVE_INFINITY || (Number.isSafeInteger(skip) && skip >= 0))) {
    throw new RangeError(`Cannot skip ${skip} variables: 'skip' must be a whole number from 0`);
  }
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new RangeError(
      `Cannot query ${limit} variables: 'limit' must be a whole number from 1 to ${MAX_LIMIT}`,
    );
  }
  if (after === undefined) return { after, skip, limit };
  if (typeof after?.instanceId !== "string" || typeof after.name !== "string") {
    throw wrong("after", after, "a position with 'instanceId' and 'name'");
  }
  const { instanceId, name } = after;
  return {
    after: { instanceId: instanceId.toWellFormed(), name: name.toWellFormed() },
    skip,
    limit,
  };
}

function checkIds(ids: readonly string[]): readonly string[] {
  const own = checkArray("instanceIds", ids);
  for (const [index, id] of own.entries()) {
    if (typeof id !== "string") throw wrong("instanceIds", id, "an array of strings");
    const before = own[index - 1];
    if (before === undefined || compareNames(before, id) < 0) continue;
    throw new TypeError(
      "Cannot query: the 'instanceIds' are not distinct and sorted by 'compareNames'",
    );
  }
  // No instance has such an id. A database takes it for another one, or refuses it.
  return own.filter((id) => id.isWellFormed() && !id.includes("\0"));
}

function checkNameCondition(condition: NameCondition): NameCondition {
  checkMembers("conditions on names", condition, NAME);
  const { operator, text, ignoreCase = false } = condition;
  if (operator !== "eq" && operator !== "like") throw wrong("operator", operator, "eq or like");
  if (typeof text !== "string") throw wrong("text", text, "a string");
  if (typeof ignoreCase !== "boolean") throw wrong("ignoreCase", ignoreCase, "true or false");
  return { operator, text, ignoreCase };
}

function checkScalarCondition(condition: ScalarCondition): ScalarCondition {
  checkMembers("conditions on values", condition, VALUE);
  const { anyOf, negated = false } = condition;
  if (typeof negated !== "boolean") throw wrong("negated", negated, "true or false");
  return { anyOf: checkArray("anyOf", anyOf).map(checkRange), negated };
}

function checkRange(range: ScalarRange): ScalarRange {
  checkMembers("ranges of values", range, RANGE);
  const { types, from, to } = range;
  return {
    ...(types === undefined ? {} : { types: checkTypes(types) }),
    ...(from === undefined ? {} : { from: checkKey(from) }),
    ...(to === undefined ? {} : { to: checkKey(to) }),
  };
}

function checkTypes(types: readonly string[]): readonly string[] {
  const own = checkArray("types", types);
  for (const type of own) {
    if (typeof type !== "string") throw wrong("types", type, "an array of strings");
  }
  return own;
}

function checkKey(key: Uint8Array): Uint8Array {
  if (!(key instanceof Uint8Array)) throw wrong("key", key, "a Uint8Array");
  return new Uint8Array(key);
}

function checkArray<T>(name: string, value: readonly T[]): T[] {
  if (!Array.isArray(value)) throw wrong(name, value, "an array");
  return [...value];
}

function wrong(name: string, value: unknown, expected: string): TypeError {
  return new TypeError(`Cannot query: '${name}' is ${describeValue(value)}; pass ${expected}`);
}
