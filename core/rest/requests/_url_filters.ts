import { shorten } from "../../errors/_shorten.ts";
import type { VariableCondition } from "../../variables/options/variable_query.ts";
import type { FilterSource, SortingEntry } from "./_filter_source.ts";
import { invalid } from "./_invalid.ts";
import { operatorOf } from "./_operator.ts";
import type { Query } from "./_query.ts";
import { isSortOrder, singleSortingParameter } from "./_sorting.ts";

/** As in JSON. */
const INTEGER = /^-?(?:0|[1-9]\d*)$/;

/** The filters in the query string of a request. */
export class UrlFilters implements FilterSource {
  readonly #query: Query;

  constructor(query: Query) {
    this.#query = query;
  }

  firstGiven(names: readonly string[]): string | undefined {
    return names.find((name) => this.text(name) !== undefined);
  }

  text(name: string): string | undefined {
    return this.#query.text(name);
  }

  ids(name: string): readonly string[] | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const ids = split(text, ",");
    // To the engine `,` is no element, and so no filter: it finds everything.
    return ids.length === 0 ? [""] : ids;
  }

  tenants(name: string): readonly string[] | undefined {
    return this.text(name) === "" ? undefined : this.ids(name);
  }

  flag(name: string): boolean {
    const text = this.text(name);
    if (text === undefined) return false;
    const value = text.trim();
    if (value === "true" || value === "false") return value === "true";
    if (value === "null") return false;
    if (INTEGER.test(value)) return Number(value) !== 0;
    throw invalid(
      `${cannotSet(name, text)}: Cannot convert value ${shorten(text)} to java type java.lang.Boolean`,
    );
  }

  /** Reads `name_operator_value`, separated by commas. So no name and no value can have a `_` or a comma. */
  conditions(name: string): readonly VariableCondition[] | undefined {
    const whole = this.text(name);
    if (whole === undefined) return undefined;
    const parts = split(whole, ",");
    // As for ids: `,` finds nothing.
    if (parts.length === 0) return [{ name: "", operator: "eq", value: null }];
    const conditions = parts.map((part) => {
      const [key = "", operator = "", value = "", ...further] = split(part, "_");
      if (value !== "" && further.length === 0) return { name: key, operator, value };
      throw invalid(
        `${cannotSet(name, whole)}: variable query parameter has to have format KEY_OPERATOR_VALUE.`,
      );
    });
    return conditions.map((each) => ({ ...each, operator: operatorOf(each.operator) }));
  }

  sorting(keys: readonly string[]): readonly SortingEntry[] {
    const sortBy = this.text("sortBy");
    const sortOrder = this.text("sortOrder");
    if (sortBy !== undefined && !keys.includes(sortBy)) throw invalid(cannotSet("sortBy", sortBy));
    if (sortOrder !== undefined && !isSortOrder(sortOrder)) {
      throw invalid(cannotSet("sortOrder", sortOrder));
    }
    if ((sortBy === undefined) !== (sortOrder === undefined)) throw singleSortingParameter();
    return sortBy === undefined ? [] : [{ sortBy, sortOrder }];
  }
}

function cannotSet(name: string, value: string): string {
  return `Cannot set query parameter '${name}' to value '${shorten(value)}'`;
}

/** Splits a text as Java's `String.split` does: empty parts at the end are dropped, but not the empty text itself. */
function split(text: string, separator: string): readonly string[] {
  const parts = text.split(separator);
  if (parts.length === 1) return parts;
  return parts.slice(0, parts.findLastIndex((part) => part !== "") + 1);
}
