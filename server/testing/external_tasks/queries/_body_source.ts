import type { JsonValue } from "../../../../core/json/json_value.ts";
import type { VariableCondition } from "../../../../core/variables/options/variable_query.ts";
import { parseQueryDate } from "../../../../core/variables/querying/_parse_query_date.ts";
import { EngineError } from "../../_engine_error.ts";
import { type Members, unreadable } from "../requests/_members.ts";
import { engineFault, nullPointer, nullValue } from "../tasks/_task_errors.ts";
import { variableOperator } from "./_operators.ts";
import type { QuerySource } from "./_query_source.ts";
import { isOrder, SORT_KEYS, singleSorting, sortKey } from "./_sort_keys.ts";
import type { TaskSorting } from "./_task_query.ts";

const WHOLE = /^-?\d+$/;
const NULL_CONDITION =
  'Cannot invoke "org.camunda.bpm.engine.rest.dto.VariableQueryParameterDto.getName()" because "variableQueryParam" is null';
const NULL_SORTING =
  'Cannot invoke "org.camunda.bpm.engine.rest.dto.SortingDto.getSortOrder()" because "sorting" is null';

/** The filters in a body. */
export class BodyQuerySource implements QuerySource {
  readonly #body: Members;

  /** @param body The body. */
  constructor(body: Members) {
    this.#body = body;
  }

  text(name: string): string | null {
    return this.#body.text(name);
  }

  texts(name: string): readonly (string | null)[] | null {
    const texts = this.#body.texts(name) ?? [];
    return texts.length === 0 ? null : texts;
  }

  flag(name: string): boolean {
    return this.#body.flag(name) ?? false;
  }

  integer(name: string): bigint | null {
    return this.#body.integer(name, 64);
  }

  date(name: string): number | null {
    const value = this.#body.get(name);
    if (typeof value !== "string") {
      const ms = this.#body.integer(name, 64);
      return ms === null ? null : Number(ms);
    }
    if (value.trim() === "") return null;
    const time = parseQueryDate(value);
    if (time === undefined)
      throw unreadable(name, value, "a date such as 2030-01-31T12:00:00.000+0000");
    return time;
  }

  conditions(name: string): readonly VariableCondition[] {
    const conditions = (this.#body.objects(name) ?? []).map((entry) => {
      if (entry === null) throw nullPointer(NULL_CONDITION);
      return {
        name: entry.text("name"),
        operator: entry.text("operator"),
        value: entry.get("value"),
      };
    });
    return conditions.map((condition) => {
      if (condition.operator === null) {
        throw nullPointer('Cannot invoke "String.equals(Object)" because "op" is null');
      }
      const operator = variableOperator(condition.operator);
      if (condition.name === null) throw nullValue("name is null");
      return { name: condition.name, operator, value: operandOf(condition.value) };
    });
  }

  /** Single members come before the list, which the engine checks in other words. */
  sorting(): readonly TaskSorting[] {
    const wrong = (name: string, value: string) =>
      unreadable(name, value, name === "sortBy" ? SORT_KEYS.join(", ") : "asc or desc");
    const single = singleSorting(this.text("sortBy"), this.text("sortOrder"), wrong);
    const entries = (this.#body.objects("sorting") ?? []).map((entry) => {
      if (entry === null) throw nullPointer(NULL_SORTING);
      return { sortBy: entry.text("sortBy"), sortOrder: entry.text("sortOrder") };
    });
    const given = entries.filter(({ sortBy, sortOrder }) => sortBy !== null || sortOrder !== null);
    return [...single, ...given.map(checkEntry)];
  }
}

function checkEntry(entry: {
  readonly sortBy: string | null;
  readonly sortOrder: string | null;
}): TaskSorting {
  const sortBy = sortKey(entry.sortBy);
  if (sortBy === undefined) {
    throw notValid(
      "You should call any of the orderBy methods first before specifying a direction: currentOrderingProperty is null",
    );
  }
  const { sortOrder } = entry;
  if (isOrder(sortOrder)) return { sortBy, sortOrder };
  throw notValid("Invalid query: call asc() or desc() after using orderByXX(): direction is null");
}

function notValid(message: string): EngineError {
  return new EngineError(400, "NotValidException", message, 0);
}

function operandOf(value: JsonValue): VariableCondition["value"] {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value) || value instanceof Map || !("lexeme" in value)) {
    throw engineFault("Object values cannot be used to query");
  }
  const { lexeme } = value;
  return WHOLE.test(lexeme) ? BigInt(lexeme) : Number(lexeme);
}
