import { likePrefix } from "../../../core/storage/query/like_matcher.ts";
import type { NameCondition } from "../../../core/storage/query/storage_query.ts";
import type { SqlValues } from "./_sql_values.ts";

const LAST_CODE_POINT = 0x10ffff;
const FIRST_SURROGATE = 0xd800;
const LAST_SURROGATE = 0xdfff;

/** The longest text that PostgreSQL can have, and with which every name begins that meets the conditions. */
export function namePrefix(conditions: readonly NameCondition[]): string {
  const prefixes = conditions.map(({ operator, text, ignoreCase }) => {
    return operator === "like" && !ignoreCase ? storable(likePrefix(text)) : "";
  });
  return prefixes.reduce(
    (longest, prefix) => (prefix.length > longest.length ? prefix : longest),
    "",
  );
}

/** Writes the conditions for names that begin with a text. */
export function prefixSql(prefix: string, values: SqlValues): readonly string[] {
  if (prefix === "") return [];
  const end = prefixEnd(prefix);
  return [
    `v.name >= ${values.text(prefix)}`,
    ...(end === undefined ? [] : [`v.name < ${values.text(end)}`]),
  ];
}

/** The first text behind all that begin with a text, in the order of code points; `undefined` if there is none. */
function prefixEnd(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
  while (points.at(-1) === LAST_CODE_POINT) points.pop();
  const last = points.pop();
  if (last === undefined) return undefined;
  const next = last + 1 === FIRST_SURROGATE ? LAST_SURROGATE + 1 : last + 1;
  return String.fromCodePoint(...points, next);
}

/** The part of a text before what PostgreSQL cannot have: U+0000 and lone surrogates. */
function storable(text: string): string {
  const wellFormed = text.toWellFormed();
  let end = 0;
  while (end < text.length && text[end] === wellFormed[end] && text[end] !== "\0") end++;
  return text.slice(0, end);
}
