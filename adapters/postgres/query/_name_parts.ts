import { compareNames } from "../../../core/storage/compare_names.ts";
import type { QueryPosition } from "../../../core/storage/query/storage_query.ts";
import { chunksOf } from "./_chunks_of.ts";
import type { KeyPart } from "./_key_part.ts";
import { prefixSql } from "./_name_prefix.ts";
import { LAST_NAME, orderSql } from "./_place.ts";
import type { SqlValues } from "./_sql_values.ts";
import type { Wanted } from "./_wanted.ts";

/** What has one of these names, in the order of names: one name after the other, since the instances of each are in ascending order. */
export function* nameParts(wanted: Wanted, list: readonly string[]): Generator<KeyPart> {
  const { query, after } = wanted;
  let start: QueryPosition | undefined;
  for (const name of query.descending ? list.toReversed() : list) {
    const distance = after === undefined ? 1 : compareNames(name, after.first);
    const isPresent = after !== undefined && distance === 0;
    if (isPresent && compareNames(after.second, LAST_NAME) >= 0) continue;
    if (isPresent) yield* oneName(wanted, name, after.second, start);
    else if (after === undefined || (query.descending ? distance < 0 : distance > 0)) {
      yield* oneName(wanted, name, "", start);
    } else continue;
    start = { instanceId: LAST_NAME, name };
  }
}

/** What has a name, and belongs to instances behind `from`. */
function* oneName(
  { ids, limits }: Wanted,
  name: string,
  from: string,
  start: QueryPosition | undefined,
): Generator<KeyPart> {
  if (ids === undefined) {
    yield { start, range: rangeOfName(name, from), orderBy: BY_NAME };
    return;
  }
  const rest = ids.filter((id) => compareNames(id, from) > 0);
  let begin = start;
  for (const chunk of chunksOf(rest, limits.ids)) {
    const range = (values: SqlValues) => [
      `v.name = ${values.text(name)}`,
      `v.instance = ANY (${values.texts(chunk)})`,
    ];
    yield { start: begin, range, orderBy: "v.instance, v.name" };
    begin = { instanceId: chunk.at(-1) ?? from, name };
  }
}

/** What has any name that begins with the prefix, in the order of names. */
export function* unlistedParts({ query, names, ids, after }: Wanted): Generator<KeyPart> {
  const filter = ids && ((values: SqlValues) => [`v.instance = ANY (${values.texts(ids)})`]);
  const prefixed = (values: SqlValues) => prefixSql(names.prefix, values);
  const part = { filter, orderBy: orderSql(query) };
  if (after === undefined) yield { ...part, range: prefixed };
  else if (query.descending) {
    yield { filter, range: rangeOfName(after.first, after.second), orderBy: BY_NAME };
    const range = (values: SqlValues) => [
      `v.name < ${values.text(after.first)}`,
      ...prefixed(values),
    ];
    yield { ...part, range };
  } else {
    const range = (values: SqlValues) => [
      `(v.name, v.instance) > (${values.text(after.first)}, ${values.text(after.second)})`,
      ...prefixed(values),
    ];
    yield { ...part, range };
  }
}

const BY_NAME = "v.name, v.instance";

function rangeOfName(name: string, from: string): KeyPart["range"] {
  return (values) => [
    `v.name = ANY (${values.texts([name])})`,
    `v.instance > ${values.text(from)}`,
  ];
}
