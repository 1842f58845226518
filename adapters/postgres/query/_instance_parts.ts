import { compareNames } from "../../../core/storage/compare_names.ts";
import { chunksOf } from "./_chunks_of.ts";
import type { KeyPart } from "./_key_part.ts";
import { prefixSql } from "./_name_prefix.ts";
import { orderSql } from "./_place.ts";
import type { SqlValues } from "./_sql_values.ts";
import type { Wanted } from "./_wanted.ts";

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

/**
 * The rest of the instance of `after`, and then the other instances.
 *
 * @param only The name, if only one is wanted.
 */
export function* instanceParts(wanted: Wanted, only: string | undefined): Generator<KeyPart> {
  const { limits, query, ids, after } = wanted;
  const part = { filter: nameFilter(wanted, only), orderBy: orderSql(query) };
  const named = (values: SqlValues) =>
    only === undefined ? [] : [`v.name = ${values.text(only)}`];
  if (after !== undefined && (ids === undefined || ids.includes(after.first))) {
    const range = (values: SqlValues) => [
      `v.instance = ANY (${values.texts([after.first])})`,
      `v.name > ${values.text(after.second)}`,
      ...named(values),
    ];
    yield { ...part, range };
  }
  const sign = query.descending ? -1 : 1;
  if (ids === undefined) {
    const range = (values: SqlValues) =>
      after === undefined ? [] : [`v.instance ${sign < 0 ? "<" : ">"} ${values.text(after.first)}`];
    yield { ...part, range };
    return;
  }
  const rest = ids.filter((id) => after === undefined || sign * compareNames(id, after.first) > 0);
  for (const chunk of chunksOf(sign < 0 ? rest.toReversed() : rest, limits.ids)) {
    const range = (values: SqlValues) => [
      `v.instance = ANY (${values.texts(chunk)})`,
      ...named(values),
    ];
    yield { ...part, start: { instanceId: chunk[0] ?? "", name: "" }, range };
  }
}

/** Several names, or their prefix, are compared. */
function nameFilter({ names }: Wanted, only: string | undefined): KeyPart["filter"] {
  const { list, prefix } = names;
  if (only !== undefined || (list === undefined && prefix === "")) return undefined;
  if (list === undefined) return (values) => prefixSql(prefix, values);
  return (values) => [`v.name = ANY (${values.texts(list)})`];
}
