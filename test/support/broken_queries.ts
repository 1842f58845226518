/**
 * Adapters whose queries apply a condition or the order in a wrong way, as databases and shortcuts do. See `broken_storages.ts`.
 * @module
 */

import { positionOf, positionOrder } from "../../adapters/contract/_plain_query.ts";
import { compareNames } from "../../core/storage/compare_names.ts";
import { foldCase } from "../../core/storage/query/fold_case.ts";
import { keyAfter, scalarKey } from "../../core/storage/query/scalar_key.ts";
import type {
  FoundVariable,
  NameCondition,
  QueryPosition,
  ScalarCondition,
  StorageQuery,
} from "../../core/storage/query/storage_query.ts";
import type { VariableRecord } from "../../core/storage/storage.ts";
import type { BrokenStorage } from "./broken_storages.ts";
import { type Answer, brokenQuery, pageOf, plainAnswer } from "./plain_queries.ts";

const RANDOM = ["random queries", "from seed 1"] as const;
const NUMBERS = ["values in queries", "each number, date"] as const;
const TYPES = ["values in queries", "a type is any text"] as const;
const FOLDED = ["names in queries", "case is ignored"] as const;
const PATTERNS = ["names in queries", "have their meaning in a pattern"] as const;
const ONE_VARIABLE = ["names in queries", "one and the same variable"] as const;
const ORDER = ["queries", "the order is that of UTF-8 bytes"] as const;
const NO_NAME = ["queries", "no variable has as its name"] as const;
const MANY_IDS = ["queries", "40,000 instance ids"] as const;

/** The broken adapters, and the cases that must catch them. */
export const BROKEN_QUERIES: readonly BrokenStorage[] = [
  brokenQuery("no condition on instances", () => asking({ instanceIds: undefined }), ...RANDOM),
  brokenQuery("no condition on names", () => asking({ names: [] }), ...RANDOM),
  brokenQuery("no condition on values", () => asking({ values: [] }), ...RANDOM),
  brokenQuery("only the first condition on names", () => namesAs(firstOnly), ...ONE_VARIABLE),
  brokenQuery("case that always counts", () => namesAs(withCase), ...FOLDED),
  brokenQuery("case of ASCII only", () => namesAs(withAsciiCase), ...FOLDED),
  brokenQuery("'_' as a character", () => namesAs(withoutPlaceholder), ...PATTERNS),
  brokenQuery("'\\' as a character", () => namesAs(withoutEscape), ...PATTERNS),
  brokenQuery("ranges with their upper end", () => valuesAs(withUpperEnd), ...RANDOM),
  brokenQuery("ranges of any type", () => valuesAs(ofAnyType), ...RANDOM),
  brokenQuery("no negation", () => valuesAs(notNegated), ...RANDOM),
  brokenQuery("no negation of what cannot be compared", () => asInSql, ...RANDOM),
  brokenQuery("a Long as a double", () => seeing(longAsDouble), ...NUMBERS),
  brokenQuery("nulls without a key", () => seeing(withoutNull), ...RANDOM),
  brokenQuery("types without case", () => seeing(withSmallType), ...TYPES),
  brokenQuery("one order", () => asking({ order: "instance" }), ...RANDOM),
  brokenQuery("one direction", () => asking({ descending: false }), ...RANDOM),
  brokenQuery("UTF-16 order", () => ordered(utf16Order), ...ORDER),
  brokenQuery("ties turned, too", () => ordered(turnedTies), ...ORDER),
  brokenQuery("32,766 parameters", () => fewParameters, ...MANY_IDS),
  brokenQuery("no parameters with U+0000", () => withoutNul, ...NO_NAME),
  brokenQuery("parameters in UTF-8", () => inUtf8, ...NO_NAME),
];

/** Answers a query that is partly another one. */
function asking(other: StorageQuery): Answer {
  return (all, query, page) => plainAnswer(all, { ...query, ...other }, page);
}

function namesAs(change: (condition: NameCondition, index: number) => NameCondition): Answer {
  return (all, query, page) =>
    plainAnswer(all, { ...query, names: query.names?.map(change) }, page);
}

function firstOnly(condition: NameCondition, index: number): NameCondition {
  return index === 0 ? condition : { operator: "like", text: "%" };
}

function withCase({ operator, text }: NameCondition): NameCondition {
  return { operator, text };
}

/** As LIKE of SQLite. */
function withAsciiCase(condition: NameCondition): NameCondition {
  return foldCase(condition.text) === condition.text.toLowerCase()
    ? condition
    : withCase(condition);
}

function withoutPlaceholder(condition: NameCondition): NameCondition {
  return { ...condition, text: condition.text.replaceAll("_", "\\_") };
}

function withoutEscape(condition: NameCondition): NameCondition {
  return { ...condition, text: condition.text.replaceAll("\\", "\\\\") };
}

function valuesAs(change: (condition: ScalarCondition) => ScalarCondition): Answer {
  return (all, query, page) =>
    plainAnswer(all, { ...query, values: query.values?.map(change) }, page);
}

function withUpperEnd({ anyOf, negated }: ScalarCondition): ScalarCondition {
  const ranges = anyOf.map(({ to, ...range }) => ({ ...range, to: to && keyAfter(to) }));
  return { anyOf: ranges, negated };
}

function ofAnyType({ anyOf, negated }: ScalarCondition): ScalarCondition {
  return { anyOf: anyOf.map(({ from, to }) => ({ from, to })), negated };
}

function notNegated({ anyOf }: ScalarCondition): ScalarCondition {
  return { anyOf };
}

/** A comparison with NULL is not true, and its negation is not, either. */
const asInSql: Answer = (all, query, page) => {
  const isNegated = query.values?.some(({ negated }) => negated === true) === true;
  const comparable = all.filter(({ record }) => scalarKey(record) !== undefined);
  return plainAnswer(isNegated ? comparable : all, query, page);
};

/** Finds variables as if they were others. */
function seeing(change: (record: VariableRecord) => VariableRecord): Answer {
  return (all, query, page) => {
    const originals = new Map<FoundVariable, FoundVariable>();
    for (const variable of all) {
      originals.set({ ...variable, record: change(variable.record) }, variable);
    }
    const answer = plainAnswer([...originals.keys()], query, page);
    return { ...answer, variables: answer.variables.map((found) => originals.get(found) ?? found) };
  };
}

function longAsDouble(record: VariableRecord): VariableRecord {
  const text = new TextDecoder().decode(record.inline);
  if (record.type !== "Long" || !/^-?\d{1,19}$/.test(text)) return record;
  return { ...record, inline: new TextEncoder().encode(`${BigInt(Number(text))}`) };
}

function withoutNull(record: VariableRecord): VariableRecord {
  return { ...record, isNull: false };
}

function withSmallType(record: VariableRecord): VariableRecord {
  const type = record.type === "LONG" ? "Long" : record.type;
  return { ...record, type: type === "string" ? "String" : type };
}

/** Answers in another order. */
function ordered(
  orderOf: (query: StorageQuery) => (a: QueryPosition, b: QueryPosition) => number,
): Answer {
  return (all, query, { after, skip, limit }) => {
    const compare = orderOf(query);
    const { variables } = plainAnswer(all, query, { after: undefined, skip: 0, limit: all.length });
    const behind = variables
      .filter((variable) => after === undefined || compare(positionOf(variable), after) > 0)
      .sort((a, b) => compare(positionOf(a), positionOf(b)));
    return pageOf(behind.slice(skip), Math.min(skip, behind.length), limit);
  };
}

function utf16Order({ order, descending }: StorageQuery) {
  const units = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);
  const sign = descending === true ? -1 : 1;
  return (a: QueryPosition, b: QueryPosition): number => {
    const byInstance = units(a.instanceId, b.instanceId);
    const byName = units(a.name, b.name);
    return order === "name" ? sign * byName || byInstance : sign * byInstance || byName;
  };
}

function turnedTies({ order, descending }: StorageQuery) {
  const compare = positionOrder({ order });
  return (a: QueryPosition, b: QueryPosition) => (descending === true ? -1 : 1) * compare(a, b);
}

/** As SQLite, which binds no more of them. */
const fewParameters: Answer = (all, query, page) => {
  const { instanceIds = [] } = query;
  if (instanceIds.length > 32_766) throw new RangeError("Too many parameter values were provided");
  return plainAnswer(all, query, page);
};

/** As PostgreSQL. */
const withoutNul: Answer = (all, query, page) => {
  if (JSON.stringify(query).includes("\\u0000")) throw new RangeError("invalid byte sequence");
  return plainAnswer(all, query, page);
};

const inUtf8: Answer = (all, { instanceIds, names, ...query }, page) => {
  const ids = instanceIds?.map((id) => id.toWellFormed()).sort(compareNames);
  const texts = names?.map(({ text, ...name }) => ({ ...name, text: text.toWellFormed() }));
  return plainAnswer(all, { ...query, instanceIds: ids, names: texts }, page);
};
