import type { JsonValue } from "../../json/json_value.ts";
import { InvalidQueryError } from "../../variables/errors/invalid_query_error.ts";
import type { VariableCondition } from "../../variables/options/variable_query.ts";
import { bodyCondition } from "./_body_condition.ts";
import { isObject, type JsonObject, textOf, wrongMember } from "./_body_members.ts";
import type { FilterSource, SortingEntry } from "./_filter_source.ts";
import { isSortOrder, singleSortingParameter } from "./_sorting.ts";

const TRUE: readonly JsonValue[] = [true, "true", "True", "TRUE"];
const FALSE: readonly JsonValue[] = [false, "false", "False", "FALSE"];
const INTEGER = /^-?\d+$/;

/** The filters in the body of a request. A member that is null was not given. */
export class BodyFilters implements FilterSource {
  readonly #members: JsonObject;

  /** @param members The members of the body. */
  constructor(members: JsonObject) {
    this.#members = members;
  }

  firstGiven(names: readonly string[]): string | undefined {
    return names.find((name) => {
      const value = this.#get(name);
      return value !== null && !(Array.isArray(value) && value.length === 0);
    });
  }

  text(name: string): string | undefined {
    const value = this.#get(name);
    return value === null ? undefined : textOf(name, value);
  }

  ids(
    name: string,
    whenEmpty: "no filter" | "nothing" = "no filter",
  ): readonly string[] | undefined {
    const list = this.#list(name);
    const isNone = whenEmpty === "no filter" || this.#get(name) === null;
    if (list.length === 0 && isNone) return undefined;
    // Null is the id of nothing.
    return list.map((id, index) => (id === null ? "" : textOf(`${name}[${index}]`, id)));
  }

  tenants(name: string): readonly string[] | undefined {
    if (!this.#list(name).includes(null)) return this.ids(name);
    throw new InvalidQueryError("NullValueException", "tenantIds contains null value", 0);
  }

  flag(name: string): boolean {
    const given = this.#get(name);
    const value = typeof given === "string" ? given.trim() : given;
    if (value === null || value === "" || FALSE.includes(value)) return false;
    if (TRUE.includes(value)) return true;
    if (isObject(value) || !(typeof value === "object" && "lexeme" in value)) {
      throw wrongMember(name, value, "true or false");
    }
    if (INTEGER.test(value.lexeme)) return Number(value.lexeme) !== 0;
    throw wrongMember(name, value, "true or false");
  }

  conditions(name: string): readonly VariableCondition[] | undefined {
    const list = this.#list(name);
    if (list.length === 0) return undefined;
    return list.map((entry, index) => bodyCondition(`${name}[${index}]`, entry));
  }

  /** `sortBy` and `sortOrder` come before the array `sorting`. */
  sorting(keys: readonly string[]): readonly SortingEntry[] {
    const sortBy = this.text("sortBy");
    const sortOrder = this.text("sortOrder");
    if (sortBy !== undefined && !keys.includes(sortBy)) {
      throw wrongMember("sortBy", sortBy, keys.join(", "));
    }
    if (sortOrder !== undefined && !isSortOrder(sortOrder)) {
      throw wrongMember("sortOrder", sortOrder, "asc or desc");
    }
    if ((sortBy === undefined) !== (sortOrder === undefined)) throw singleSortingParameter();
    const own = sortBy === undefined ? [] : [{ sortBy, sortOrder }];
    return [...own, ...this.#list("sorting").map(sortingEntry)];
  }

  /** Reads objects with filters of their own. */
  objects(name: string): readonly JsonObject[] {
    return this.#list(name).map((entry, index) => {
      if (isObject(entry)) return entry;
      throw wrongMember(`${name}[${index}]`, entry, "an object");
    });
  }

  #get(name: string): JsonValue {
    return this.#members.get(name) ?? null;
  }

  #list(name: string): readonly JsonValue[] {
    const value = this.#get(name);
    if (value === null) return [];
    if (Array.isArray(value)) return value;
    throw wrongMember(name, value, "an array");
  }
}

function sortingEntry(entry: JsonValue, index: number): SortingEntry {
  if (!isObject(entry)) throw wrongMember(`sorting[${index}]`, entry, "an object");
  const text = (name: string) => {
    const value = entry.get(name) ?? null;
    return value === null ? undefined : textOf(`sorting[${index}].${name}`, value);
  };
  return { sortBy: text("sortBy"), sortOrder: text("sortOrder") };
}
