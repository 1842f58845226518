import { formatJson } from "../../../core/json/format_json.ts";
import { JsonSyntaxError } from "../../../core/json/json_syntax_error.ts";
import type { JsonValue } from "../../../core/json/json_value.ts";
import type { WireAnswer } from "../../server/_client.ts";
import { inUtc } from "../compared_answer.ts";
import { parseJson } from "../parse_json.ts";
import { shortTask } from "./short_task.ts";
import type { TaskStep } from "./task_case.ts";
import type { TaskIds } from "./task_ids.ts";

const UUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g;
/** A time in milliseconds, as messages show it. */
const MILLIS = /\b1[789]\d{11}\b/g;
/** Lists that the request asks to sort. */
const SORTED = /sortBy|sorting|usePriority/;

/** When a case began, and when the answer came. Milliseconds since 1970. */
export interface Span {
  readonly begin: number;
  readonly end: number;
}

/**
 * Writes what is compared of an answer as one line: status, content type, Content-Disposition and body. Ids are placeholders, times the
 * span from the beginning of the case, a task is what it has otherwise than a new one, and lists are in one order unless the request asks
 * for one.
 */
export function taskAnswer(
  { status, headers, body }: WireAnswer,
  request: TaskStep,
  ids: TaskIds,
  span: Span,
): string {
  const contentType = headers["content-type"]?.toLowerCase().replaceAll(" ", "");
  const text = body.toString();
  const parts = [`${status}`, contentType, headers["content-disposition"]];
  if (contentType === "application/json") parts.push(comparedBody(text, request, ids, span));
  else if (text !== "" && !isPage(contentType)) parts.push(JSON.stringify(text));
  return parts.filter((part) => part !== undefined && part !== "").join(" ");
}

/** A page of HTML, or a description of the method OPTIONS. */
function isPage(contentType = ""): boolean {
  return /html|wadl/.test(contentType);
}

function comparedBody(text: string, request: TaskStep, ids: TaskIds, span: Span): string {
  if (text === "") return "";
  let json: JsonValue;
  try {
    json = parseJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return text;
    throw error;
  }
  const printed = compared(json, ids, span);
  const isTasks = Array.isArray(printed) && !SORTED.test(`${request.path} ${request.body ?? ""}`);
  const whole = isTasks ? printed.toSorted(byText) : printed;
  return formatJson(withoutCode(whole, request));
}

function compared(value: JsonValue, ids: TaskIds, span: Span): JsonValue {
  if (typeof value === "string") return comparedText(value, ids);
  if (Array.isArray(value)) return value.map((each) => compared(each, ids, span));
  if (!(value instanceof Map)) return value;
  const members = new Map(
    [...value].map(([name, member]) => [
      comparedText(name, ids),
      timeOf(name, member, span) ?? compared(member, ids, span),
    ]),
  );
  return shortTask(members, ids) ?? new Map([...members].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function comparedText(text: string, ids: TaskIds): string {
  return inUtc(ids.hide(text))
    .replaceAll(UUID, "{uuid}")
    .replaceAll(MILLIS, "{millis}")
    .replaceAll("org.operaton.", "org.camunda.");
}

/**
 * A time in a member that has one: of creation, or the end of a lock. That is told in whole minutes from the beginning of the case, since
 * nobody knows which request has set it.
 */
function timeOf(name: string, value: JsonValue, { begin, end }: Span): string | undefined {
  if (typeof value !== "string" || !/^(createTime|startTime|lockExpirationTime)$/.test(name))
    return;
  // Years of five digits have a sign in JavaScript.
  const time = Date.parse(
    inUtc(value)
      .replace("+0000", "Z")
      .replace(/^\d{5}-/, "+0$&"),
  );
  if (Number.isNaN(time)) return undefined;
  if (name !== "lockExpirationTime") return time >= begin - 10_000 && time <= end ? "{now}" : value;
  // Clocks may differ a little.
  return `{now+${Math.floor((time - begin + 2_000) / 60_000)}min}`;
}

/** Of what is not about tasks, the `code` of an error does not count, as in other cases. */
function withoutCode(value: JsonValue, { path }: TaskStep): JsonValue {
  if (!(value instanceof Map) || !value.has("message") || path.startsWith("/external-task")) {
    return value;
  }
  return new Map([...value].filter(([name]) => name !== "code"));
}

function byText(a: JsonValue, b: JsonValue): number {
  return formatJson(a) < formatJson(b) ? -1 : 1;
}
