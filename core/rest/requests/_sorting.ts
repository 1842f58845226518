import type { SortingEntry } from "./_filter_source.ts";
import { invalid, notValid } from "./_invalid.ts";

const ORDERS: readonly string[] = ["asc", "desc"];

/** Whether a text is one of the orders. */
export function isSortOrder(text: string): text is "asc" | "desc" {
  return ORDERS.includes(text);
}

/** The error if one of `sortBy` and `sortOrder` stands alone. */
export function singleSortingParameter(): Error {
  return invalid("Only a single sorting parameter specified. sortBy and sortOrder required");
}

/**
 * Checks entries of the array `sorting`, which the engine checks later and in other words than single parameters. An entry without
 * both members is none.
 *
 * @throws {InvalidQueryError} If a key or an order is missing or unknown.
 */
export function checkSortingEntries<Key extends string>(
  entries: readonly SortingEntry[],
  keys: readonly Key[],
): readonly { readonly sortBy: Key; readonly sortOrder: "asc" | "desc" }[] {
  const given = entries.filter(({ sortBy, sortOrder }) => sortBy ?? sortOrder);
  return given.map((entry) => {
    const sortBy = keys.find((key) => key === entry.sortBy);
    if (sortBy === undefined) {
      throw notValid(
        "You should call any of the orderBy methods first before specifying a direction: currentOrderingProperty is null",
      );
    }
    const sortOrder = entry.sortOrder ?? "";
    if (isSortOrder(sortOrder)) return { sortBy, sortOrder };
    throw notValid(
      "Invalid query: call asc() or desc() after using orderByXX(): direction is null",
    );
  });
}
