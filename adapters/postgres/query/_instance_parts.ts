import { compareNames } from "../../../core/storage/compare_names.ts";
import type { QueryPosition } from "../../../core/storage/query/storage_query.ts";
import { chunksOf } from "./_chunks_of.ts";
import type { KeyPart } from "./_key_part.ts";
import { prefixSql } from "./_name_prefix.ts";
import { LAST_NAME, orderSql, type Place } from "./_place.ts";
import type { SqlValues } from "./_sql_values.ts";
import type { Wanted } from "./_wanted.ts";

const BY_INSTANCE = "v.instance, v.name";

/** The instances that have a name, in either direction. */
export function partOfName({ query, after }: Wanted, name: string): KeyPart {
  const isBehind = after !== undefined && compareNames(name, after.second) > 0;
  const sign = `${query.descending ? "<" : ">"}${isBehind ? "=" : ""}`;
  const range = (values: SqlValues) => [
    `v.name = ANY (${values.texts([name])})`,
    ...(after === undefined ? [] : [`v.instance ${sign} ${values.text(after.first)}`]),
  ];
  const orderBy = query.descending ? "v.name DESC, v.instance DESC" : "v.name, v.instance";
  return { range, orderBy };
}

/** All instances, in either direction. */
export function* instanceParts(wanted: Wanted): Generator<KeyPart> {
  const { query, after } = wanted;
  const part = { filter: nameFilter(wanted), orderBy: orderSql(query) };
  if (after === undefined) yield { ...part, range: () => [] };
  else if (query.descending) {
    yield { ...part, range: (values) => restOfInstance(after, values), orderBy: BY_INSTANCE };
    yield { ...part, range: (values) => [`v.instance < ${values.text(after.first)}`] };
  } else {
    const range = (values: SqlValues) => [
      `(v.instance, v.name) > (${values.text(after.first)}, ${values.text(after.second)})`,
    ];
    yield { ...part, range };
  }
}

/** Some instances, in either direction. */
export function* idParts(wanted: Wanted, ids: readonly string[]): Generator<KeyPart> {
  const { limits, query, names, after } = wanted;
  const [only] = names.list?.length === 1 ? names.list : [];
  const named = (values: SqlValues) =>
    only === undefined ? [] : [`v.name = ${values.text(only)}`];
  const filter = only === undefined ? nameFilter(wanted) : undefined;
  const part = { filter, orderBy: orderSql(query) };
  const isRest = after !== undefined && compareNames(after.second, LAST_NAME) < 0;
  if (isRest && ids.includes(after.first)) {
    const range = (values: SqlValues) => [...restOfInstance(after, values), ...named(values)];
    yield { ...part, range, orderBy: BY_INSTANCE };
  }
  const sign = query.descending ? -1 : 1;
  const rest = ids.filter((id) => after === undefined || sign * compareNames(id, after.first) > 0);
  let start: QueryPosition | undefined;
  for (const chunk of chunksOf(query.descending ? rest.toReversed() : rest, limits.ids)) {
    const range = (values: SqlValues) => [
      `v.instance = ANY (${values.texts(chunk)})`,
      ...named(values),
    ];
    yield { ...part, start, range };
    start = { instanceId: chunk.at(-1) ?? "", name: LAST_NAME };
  }
}

function restOfInstance({ first, second }: Place, values: SqlValues): readonly string[] {
  return [`v.instance = ANY (${values.texts([first])})`, `v.name > ${values.text(second)}`];
}

/** Several names, or their prefix, are compared. */
function nameFilter({ names }: Wanted): KeyPart["filter"] {
  const { list, prefix } = names;
  if (list !== undefined) return (values) => [`v.name = ANY (${values.texts(list)})`];
  return prefix === "" ? undefined : (values) => prefixSql(prefix, values);
}
