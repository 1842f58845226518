import { compareNames } from "../../../core/storage/compare_names.ts";
import type { QueryPosition } from "../../../core/storage/query/storage_query.ts";
import { prefixSql } from "./_name_prefix.ts";
import { orderSql } from "./_place.ts";
import type { SqlValues } from "./_sql_values.ts";
import type { Wanted } from "./_wanted.ts";

/**
 * A part of the result of a query, all in one index and in its order. The text of the order names both columns, and no condition sets one
 * of them to a constant by `=`, unless the order begins with an id: so no other index has this order, whatever statistics the database
 * has.
 */
export interface KeyPart {
  /** A position before the part, and behind all that comes before the part. */
  readonly start: QueryPosition;
  /** Writes the conditions for rows of `v` that are next to each other in the index. */
  readonly range: (values: SqlValues) => readonly string[];
  /** Writes the other conditions on the keys of `v`. */
  readonly filter: (values: SqlValues) => readonly string[];
  readonly orderBy: string;
}

/** Cuts the result of a query behind `after` into parts, in its order. */
export function keyParts(wanted: Wanted): Iterable<KeyPart> {
  const { query, names, ids } = wanted;
  const { list } = names;
  if (query.order === "name") {
    return list === undefined ? partsByAnyName(wanted) : partsByName(wanted, list);
  }
  const [only] = list ?? [];
  if (ids === undefined && only !== undefined && list?.length === 1)
    return partOfName(wanted, only);
  return partsByInstance(wanted);
}

/** One name after the other. In a descending order, too, the instances of each name are in their order. */
function* partsByName(wanted: Wanted, list: readonly string[]): Generator<KeyPart> {
  const { limits, query, after, ids } = wanted;
  for (const name of query.descending ? list.toReversed() : list) {
    const distance = after === undefined ? 1 : compareNames(name, after.first);
    const isPresent = after !== undefined && distance === 0;
    if (isPresent && after.second === undefined) continue;
    if (after !== undefined && (query.descending ? distance > 0 : distance < 0)) continue;
    const from = isPresent ? (after.second ?? "") : "";
    const part = { filter: none, orderBy: "v.name, v.instance" };
    if (ids === undefined) {
      const range = (values: SqlValues) => [
        `v.name = ANY (${values.texts([name])})`,
        `v.instance > ${values.text(from)}`,
      ];
      yield { ...part, start: { instanceId: from, name }, range };
      continue;
    }
    let start = { instanceId: from, name };
    for (const chunk of chunksOf(
      ids.filter((id) => compareNames(id, from) > 0),
      limits.ids,
    )) {
      const range = (values: SqlValues) => [
        `v.name = ${values.text(name)}`,
        `v.instance = ANY (${values.texts(chunk)})`,
      ];
      yield { start, range, filter: none, orderBy: "v.instance, v.name" };
      start = { instanceId: chunk.at(-1) ?? "", name };
    }
  }
}

/** All names from a prefix on, which were not listed. */
function* partsByAnyName({ query, names, ids, after }: Wanted): Generator<KeyPart> {
  const filter = (values: SqlValues) =>
    ids === undefined ? [] : [`v.instance = ANY (${values.texts(ids)})`];
  const start = { instanceId: after?.second ?? "", name: after?.first ?? "" };
  const { first, second } = after ?? {};
  if (first !== undefined && second !== undefined) {
    const range = (values: SqlValues) => [
      `v.name = ANY (${values.texts([first])})`,
      `v.instance > ${values.text(second)}`,
    ];
    yield { start, range, filter, orderBy: "v.name, v.instance" };
  }
  const sign = query.descending ? "<" : ">";
  const range = (values: SqlValues) => [
    ...(first === undefined ? [] : [`v.name ${sign} ${values.text(first)}`]),
    ...prefixSql(names.prefix, values),
  ];
  yield { start, range, filter, orderBy: orderSql(query) };
}

/** The instances that have a name, in either direction. */
function* partOfName({ query, after }: Wanted, name: string): Generator<KeyPart> {
  const isIncluded = after?.second !== undefined && compareNames(name, after.second) > 0;
  const sign = `${query.descending ? "<" : ">"}${isIncluded ? "=" : ""}`;
  const range = (values: SqlValues) => [
    `v.name = ANY (${values.texts([name])})`,
    ...(after === undefined ? [] : [`v.instance ${sign} ${values.text(after.first)}`]),
  ];
  const orderBy = query.descending ? "v.name DESC, v.instance DESC" : "v.name, v.instance";
  yield { start: { instanceId: after?.first ?? "", name }, range, filter: none, orderBy };
}

/** The rest of an instance, and then the other instances. */
function* partsByInstance({ limits, query, names, ids, after }: Wanted): Generator<KeyPart> {
  const orderBy = orderSql(query);
  const { list, prefix } = names;
  const [only] = list?.length === 1 ? list : [];
  const named = (values: SqlValues) =>
    only === undefined ? [] : [`v.name = ${values.text(only)}`];
  const filter = (values: SqlValues) => {
    if (only !== undefined) return [];
    return list === undefined
      ? prefixSql(prefix, values)
      : [`v.name = ANY (${values.texts(list)})`];
  };
  const { first, second } = after ?? {};
  const start = { instanceId: first ?? "", name: second ?? "" };
  if (first !== undefined && second !== undefined && (ids?.includes(first) ?? true)) {
    const range = (values: SqlValues) => [
      `v.instance = ANY (${values.texts([first])})`,
      `v.name > ${values.text(second)}`,
      ...named(values),
    ];
    yield { start, range, filter, orderBy };
  }
  if (ids === undefined) {
    const sign = query.descending ? "<" : ">";
    const range = (values: SqlValues) =>
      first === undefined ? [] : [`v.instance ${sign} ${values.text(first)}`];
    yield { start, range, filter, orderBy };
    return;
  }
  const isBehind = (id: string) =>
    first === undefined ||
    (query.descending ? compareNames(id, first) < 0 : compareNames(id, first) > 0);
  const rest = ids.filter(isBehind);
  for (const chunk of chunksOf(query.descending ? rest.toReversed() : rest, limits.ids)) {
    const range = (values: SqlValues) => [
      `v.instance = ANY (${values.texts(chunk)})`,
      ...named(values),
    ];
    yield { start: { instanceId: chunk[0] ?? "", name: "" }, range, filter, orderBy };
  }
}

function* chunksOf(ids: readonly string[], size: number): Generator<readonly string[]> {
  for (let at = 0; at < ids.length; at += size) yield ids.slice(at, at + size);
}

function none(): readonly string[] {
  return [];
}
