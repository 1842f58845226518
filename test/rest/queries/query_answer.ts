import { formatJson } from "../../../core/json/format_json.ts";
import type { JsonValue } from "../../../core/json/json_value.ts";
import type { WireAnswer } from "../../server/_client.ts";
import { inUtc } from "../compared_answer.ts";
import { parseJson } from "../parse_json.ts";
import type { ComparedAnswer } from "../rest_case.ts";
import type { Placeholders } from "./placeholders.ts";
import { type Exchange, isOrdered, type Scenario } from "./scenario.ts";

/** An answer as far as it is compared. JSON has its members in their order, and placeholders in its texts. */
export interface QueryAnswer extends ComparedAnswer {
  /** Absent if there is none. */
  readonly cacheControl?: string;
  /** The methods of `Allow`, in the order of their names; absent if there is none. */
  readonly allow?: string;
  /** Of an answer to HEAD; else absent. */
  readonly contentLength?: string;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Stands for a page of HTML or XML in what was recorded. */
const OMITTED = "(omitted)";

/** Stands for the length of a body in what was recorded. */
const SOME_LENGTH = "{length}";

/** Stands for the count of all variables of the engine in what was recorded. */
const SOME_COUNT = '{"(checked)":"count>0"}';

/** Keeps of a recorded answer what is compared. */
export function recordedAnswer(scenario: Scenario, exchange: Exchange): QueryAnswer {
  const { status, headers, body } = exchange.response;
  return queryAnswer(scenario, exchange, status, headers, body);
}

/** Keeps of the answer of a server what is compared. Its variables are known by their names then. */
export function receivedAnswer(
  scenario: Scenario,
  exchange: Exchange,
  { status, headers, body }: WireAnswer,
  placeholders: Placeholders,
): QueryAnswer {
  const isJson = headers["content-type"]?.startsWith("application/json") && body.length > 0;
  const value = isJson ? parseJson(body) : body.toString();
  placeholders.learn(value);
  const masked = mapTexts(value, (text) => placeholders.mask(inUtc(text)));
  const received = queryAnswer(scenario, exchange, status, headers, masked);
  return withoutChecked(received, recordedAnswer(scenario, exchange));
}

function queryAnswer(
  scenario: Scenario,
  { request }: Exchange,
  status: number,
  headers: Headers,
  body: JsonValue,
): QueryAnswer {
  const contentType = textOf(headers["content-type"])?.toLowerCase().replaceAll(" ", "");
  const disposition = textOf(headers["content-disposition"]);
  const cacheControl = textOf(headers["cache-control"]);
  const allow = textOf(headers["allow"])?.split(/ *, */).sort().join();
  const contentLength = textOf(headers["content-length"]);
  return {
    status,
    ...(contentType !== undefined && { contentType }),
    ...(disposition !== undefined && { disposition }),
    ...(cacheControl !== undefined && { cacheControl }),
    ...(allow !== undefined && { allow }),
    ...(request.method === "HEAD" && contentLength !== undefined && { contentLength }),
    body: typeof body === "string" ? body : formatJson(inOneOrder(body, scenario, request.path)),
  };
}

/** Takes for the same what the recording only checked, or left out. */
function withoutChecked(received: QueryAnswer, recorded: QueryAnswer): QueryAnswer {
  const { body, contentLength } = received;
  const isCount = recorded.body === SOME_COUNT && /^\{"count":[1-9]\d*\}$/.test(body);
  const isLength = recorded.contentLength === SOME_LENGTH && contentLength !== undefined;
  return {
    ...received,
    ...((isCount || recorded.body === OMITTED) && { body: recorded.body }),
    ...(isLength && { contentLength: SOME_LENGTH }),
  };
}

/** Lists, and the variables of an instance, in one order, unless the scenario is about the engine's. */
function inOneOrder(body: JsonValue, scenario: Scenario, path: string): JsonValue {
  if (Array.isArray(body)) return isOrdered(scenario) ? body : body.toSorted(byText);
  if (!(body instanceof Map) || !/\/variables(\?|$)/.test(path) || body.has("message")) return body;
  return new Map([...body].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function byText(a: JsonValue, b: JsonValue): number {
  return formatJson(a) < formatJson(b) ? -1 : 1;
}

function mapTexts(value: JsonValue, map: (text: string) => string): JsonValue {
  if (typeof value === "string") return map(value);
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, map));
  if (!(value instanceof Map)) return value;
  return new Map([...value].map(([name, each]) => [map(name), mapTexts(each, map)]));
}

function textOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join() : header;
}
