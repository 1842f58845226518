import { formatJson } from "../../../core/json/format_json.ts";
import type { JsonValue } from "../../../core/json/json_value.ts";
import { sameAnswer } from "../../support/compare/same_answer.ts";
import { parseJson } from "../parse_json.ts";
import type { QueryAnswer } from "./query_answer.ts";
import { QUERY_DIFFERENCES, type QueryDifference } from "./query_differences.ts";
import type { Scenario } from "./scenario.ts";

/** What came of one exchange. */
export interface QueryComparison {
  /** The scenario, and the number of the exchange in it, from 1. */
  readonly key: string;
  /** The request as it was recorded. */
  readonly request: string;
  readonly ours: QueryAnswer;
  /** The answer of the engine. */
  readonly theirs: QueryAnswer;
  readonly isSame: boolean;
  /** The documented difference that the recorded answer shows; `undefined` if they are the same. */
  readonly known: QueryDifference | undefined;
}

/** Members that varpost has as null in every answer, since it has no process definitions. */
const ALWAYS_NULL = ["processDefinitionId", "definitionId", "definitionKey"];

/** Compares two answers to each request of a scenario. */
export function compareAnswers(
  { id, exchanges }: Scenario,
  ours: readonly QueryAnswer[],
  theirs: readonly QueryAnswer[],
): QueryComparison[] {
  return exchanges.flatMap(({ request: { method, path, body = "" } }, index) => {
    const [our, their] = [ours[index], theirs[index]];
    if (our === undefined || their === undefined) return [];
    const key = `${id} ${index + 1}`;
    return {
      key,
      request: `${method} ${path} ${body}`.trimEnd(),
      ours: our,
      theirs: their,
      isSame: sameQueryAnswer(our, their),
      known: QUERY_DIFFERENCES.get(key),
    };
  });
}

/** Whether varpost answered a recorded request as it has to: as the engine, or in the other way that is documented. */
export function isExpected({ isSame, known, ours }: QueryComparison): boolean {
  return known === undefined ? isSame : !isSame && ours.status === known.status;
}

function sameQueryAnswer(ours: QueryAnswer, theirs: QueryAnswer): boolean {
  return (
    sameAnswer(ours, { ...theirs, body: withoutDefinitions(theirs) }) &&
    [null, codeOf(theirs)].includes(codeOf(ours)) &&
    ours.cacheControl === theirs.cacheControl &&
    ours.allow === theirs.allow &&
    ours.contentLength === theirs.contentLength
  );
}

/** The `code` of an error, as it was written; null if it has none. varpost may have null where the engine has a number. */
function codeOf({ contentType, body }: QueryAnswer): string | null {
  const [, code = null] =
    /,"code":(\d+)\}$/.exec(contentType === "application/json" ? body : "") ?? [];
  return code;
}

function withoutDefinitions({ contentType, body }: QueryAnswer): string {
  const isJson = contentType === "application/json" && /^[[{]/.test(body);
  return isJson ? formatJson(withNulls(parseJson(body))) : body;
}

function withNulls(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withNulls);
  if (!(value instanceof Map)) return value;
  return new Map(
    [...value].map(([name, each]) => [name, ALWAYS_NULL.includes(name) ? null : withNulls(each)]),
  );
}
