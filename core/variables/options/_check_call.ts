/**
 * Checks arguments that plain JavaScript may pass to the methods of `ProcessVariables`. Each check throws a TypeError that says what
 * to write. If a misspelt condition were ignored, the change would be unconditional.
 * @module
 */
import { checkMembers, type Members } from "../../errors/_check_members.ts";
import { describeValue } from "../../errors/_describe_value.ts";
import type {
  ChangeOptions,
  GetJsonOptions,
  JsonOptions,
  ListJsonOptions,
  PageQuery,
  SearchOptions,
  SetOptions,
  VariableForm,
} from "./variable_options.ts";

const CHANGE: Members<ChangeOptions> = { condition: true };
const SET: Members<SetOptions> = { ...CHANGE, signal: true };
const JSON_BODY: Members<JsonOptions> = { contentLength: true, signal: true };
const SET_JSON: Members<SetOptions & JsonOptions> = { ...SET, ...JSON_BODY };
const GET: Members<GetJsonOptions> = { deserializeValue: true };
const SEARCH: Members<SearchOptions> = { signal: true };
const LIST: Members<ListJsonOptions> = { ...SEARCH, deserializeValues: true, omitBytes: true };
const PAGE: Members<PageQuery> = { ...SEARCH, firstResult: true, maxResults: true };

export function checkChangeOptions(options: ChangeOptions): void {
  checkMembers("options", options, CHANGE);
}

export function checkSetOptions(options: SetOptions): void {
  checkMembers("options", options, SET);
  checkSignal(options.signal);
}

export function checkJsonOptions(options: JsonOptions): void {
  checkMembers("options", options, JSON_BODY);
  checkContentLength(options);
  checkSignal(options.signal);
}

export function checkSetJsonOptions(options: SetOptions & JsonOptions): void {
  checkMembers("options", options, SET_JSON);
  checkContentLength(options);
  checkSignal(options.signal);
}

/** Checks a signal. If an AbortController were accepted in its place, it would never abort anything. */
export function checkSignal(signal: AbortSignal | undefined): void {
  if (signal === undefined || signal instanceof AbortSignal) return;
  const isController = typeof signal === "object" && signal !== null && "signal" in signal;
  throw new TypeError(
    `Cannot use the options: 'signal' is ${describeValue(signal)}; pass ${isController ? "its 'signal'" : "an AbortSignal"}`,
  );
}

/** Checks a length: the header `Content-Length` is a string, and `NaN` would switch off the limit of held JSON. */
function checkContentLength({ contentLength }: JsonOptions): void {
  if (contentLength === undefined || (Number.isInteger(contentLength) && contentLength >= 0))
    return;
  throw new TypeError(
    `Cannot read the JSON: 'contentLength' is ${describeValue(contentLength)}; pass a whole number from 0, or leave it out`,
  );
}

export function checkGetOptions(options: GetJsonOptions): void {
  checkMembers("options", options, GET);
}

export function checkListOptions(options: ListJsonOptions): void {
  checkMembers("options", options, LIST);
  checkSignal(options.signal);
}

export function checkPageQuery(query: PageQuery): void {
  checkMembers("options", query, PAGE);
  checkSignal(query.signal);
}

/** Checks a form. A `Request` is refused, since it has `headers` but not `contentType`. */
export function checkForm(form: VariableForm): void {
  if (typeof form === "object" && form !== null && "body" in form && !("headers" in form)) return;
  const how = "'{ contentType: request.headers.get(\"content-type\"), body: request.body }'";
  throw new TypeError(
    `Cannot set the variable from a form: it is ${describeValue(form)}; pass its type and its bytes, as in ${how}`,
  );
}
