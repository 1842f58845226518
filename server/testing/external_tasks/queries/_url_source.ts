import { Query } from "../../../../core/rest/requests/_query.ts";
import type { RestRequest } from "../../../../core/rest/rest_request.ts";
import type {
  VariableCondition,
  VariableOperator,
} from "../../../../core/variables/options/variable_query.ts";
import { parseQueryDate } from "../../../../core/variables/querying/_parse_query_date.ts";
import { EngineError } from "../../_engine_error.ts";
import { variableOperator } from "./_operators.ts";
import type { QuerySource } from "./_query_source.ts";
import { singleSorting } from "./_sort_keys.ts";
import type { TaskSorting } from "./_task_query.ts";

const WHOLE = /^[+-]?\d{1,30}$/;
const ARRAYS = ["externalTaskIdIn", "processDefinitionKeyIn"];
const FORMAT = "variable query parameter has to have format KEY_OPERATOR_VALUE.";

/** The filters in a query string. */
export class UrlSource implements QuerySource {
  readonly #query: Query;

  /** @param request The request. */
  constructor(request: Pick<RestRequest, "target">) {
    this.#query = new Query(request);
  }

  text(name: string): string | null {
    return this.#query.text(name) ?? null;
  }

  /** Empty texts at the end are none; an empty text alone is one where the engine reads an array, and not a list. */
  texts(name: string): readonly string[] | null {
    const text = this.text(name);
    const isNothing = text === null || (text === "" && !ARRAYS.includes(name));
    const list = isNothing ? [] : split(text, ",");
    return list.length === 0 ? null : list;
  }

  flag(name: string): boolean {
    const text = this.text(name);
    const value = text?.trim() ?? "null";
    if (value === "null") return false;
    if (value === "true" || value === "false") return value === "true";
    if (WHOLE.test(value)) return BigInt(value.replace("+", "")) !== 0n;
    throw unconvertible(name, text ?? "", text ?? "", "java.lang.Boolean");
  }

  integer(name: string): bigint | null {
    const text = this.text(name);
    if (text === null) return null;
    const number = Math.trunc(Number(text));
    if (text.trim() === "" || !Number.isFinite(number) || /^\s*0[xob]/i.test(text)) {
      throw unconvertible(name, text, text, "java.lang.Long");
    }
    return WHOLE.test(text.trim()) ? BigInt(text.trim().replace("+", "")) : BigInt(number);
  }

  date(name: string): number | null {
    const text = this.text(name);
    if (text === null || text === "") return null;
    const time = parseQueryDate(text);
    if (time === undefined) throw unconvertible(name, text, `"${text}"`, "java.util.Date");
    return time;
  }

  /** `name_operator_value`, separated by commas. */
  conditions(name: string): readonly VariableCondition[] {
    const whole = this.text(name);
    if (whole === null) return [];
    const conditions = split(whole, ",").map((part) => {
      const [key = "", operator = "", value, ...further] = split(part, "_");
      if (value !== undefined && further.length === 0) return { name: key, operator, value };
      throw new EngineError(400, "InvalidRequestException", `${cannotSet(name, whole)}: ${FORMAT}`);
    });
    return conditions.map((each): VariableCondition => {
      const operator: VariableOperator = variableOperator(each.operator);
      return { ...each, operator };
    });
  }

  sorting(): readonly TaskSorting[] {
    const wrong = (name: string, value: string) =>
      new EngineError(400, "InvalidRequestException", cannotSet(name, value));
    return singleSorting(this.text("sortBy"), this.text("sortOrder"), wrong);
  }
}

function unconvertible(name: string, value: string, shown: string, javaType: string): EngineError {
  const message = `${cannotSet(name, value)}: Cannot convert value ${shown} to java type ${javaType}`;
  return new EngineError(400, "InvalidRequestException", message);
}

function cannotSet(name: string, value: string): string {
  return `Cannot set query parameter '${name}' to value '${value}'`;
}

/** Splits a text as Java does: empty parts at the end are dropped, but not the empty text itself. */
function split(text: string, separator: string): readonly string[] {
  const parts = text.split(separator);
  if (parts.length === 1) return parts;
  return parts.slice(0, parts.findLastIndex((part) => part !== "") + 1);
}
