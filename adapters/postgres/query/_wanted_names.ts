import { nameMatcher } from "../../../core/storage/query/query_matcher.ts";
import type { NameCondition } from "../../../core/storage/query/storage_query.ts";
import { filterInTurns } from "./_filter_in_turns.ts";
import { namePrefix } from "./_name_prefix.ts";

/** The names that a query wants. */
export interface WantedNames {
  /** All of them that there are, in their order; `undefined` if they were not looked for, or are too many. */
  readonly list: readonly string[] | undefined;
  /** Each begins with this. */
  readonly prefix: string;
  /** Says whether a name is wanted, if there is no list; `undefined` if each is. */
  readonly matches: ((name: string) => boolean) | undefined;
}

/**
 * Finds out which names are wanted. A store has few names, and conditions are tried on each of them, since a database compares patterns
 * and cases in its own way.
 *
 * @param conditions The conditions on names.
 * @param isListed Whether all names should be listed if there are no conditions.
 * @param listNames Lists the names that begin with a text; `undefined` if they are too many.
 */
export async function wantedNames(
  conditions: readonly NameCondition[],
  isListed: boolean,
  listNames: (prefix: string) => Promise<readonly string[] | undefined>,
): Promise<WantedNames> {
  if (conditions.length === 0) {
    const list = isListed ? await listNames("") : undefined;
    return { list, prefix: "", matches: undefined };
  }
  const matches = nameMatcher(conditions);
  const exact = conditions.find(({ operator, ignoreCase }) => operator === "eq" && !ignoreCase);
  if (exact !== undefined) {
    const { text } = exact;
    return { list: canBeStored(text) && matches(text) ? [text] : [], prefix: text, matches };
  }
  const prefix = namePrefix(conditions);
  const list = await listNames(prefix);
  return { list: list && (await filterInTurns(list, matches)), prefix, matches };
}

/** What must be done with each name: nothing if there is a list, whose names alone are looked for. */
export function comparison({ list, matches }: WantedNames): WantedNames["matches"] {
  return list === undefined ? matches : undefined;
}

/** Whether a name or an id may be a text like this. PostgreSQL refuses U+0000, and pg replaces lone surrogates. */
export function canBeStored(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}
