import { STATUS_CODES } from "node:http";
import type { ErrorAnswer } from "../../../core/errors/answered_error.ts";
import { wholeAnswer } from "../../../core/rest/answers/_whole_answer.ts";
import { errorBody } from "../../../core/rest/errors/_error_body.ts";
import type { RestResponse } from "../../../core/rest/rest_response.ts";
import type { EngineCall } from "../_engine_call.ts";
import type { Fault } from "./fault.ts";

/** The exception and the code of each status, as the engine, its REST layer (JAX-RS) or varpost has them. */
const KINDS: Readonly<Record<number, readonly [type: string, code: number | null]>> = {
  400: ["InvalidRequestException", null],
  401: ["NotAuthorizedException", null],
  403: ["AuthorizationException", 0],
  404: ["NotFoundException", null],
  405: ["NotAllowedException", null],
  406: ["NotAcceptableException", null],
  412: ["OptimisticLockingException", 1],
  415: ["NotSupportedException", null],
  500: ["ProcessEngineException", 0],
  503: ["ServiceUnavailableException", null],
  507: ["RestException", null],
};

/** Headers that belong to a status. Seconds are those of varpost's own 503. */
const HEADERS: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  401: { "WWW-Authenticate": 'Basic realm="default"' },
  429: { "Retry-After": "2" },
  503: { "Retry-After": "2" },
};

/** The answer of a fault with a `status`, with the engine's error body if it is an error. */
export function statusAnswer({ request }: EngineCall, status: number, fault: Fault): RestResponse {
  if (status === 204 || status === 304) return { status, headers: {}, body: undefined };
  const isRead = request.method === "GET" || request.method === "HEAD";
  const caching: Readonly<Record<string, string>> = isRead ? { "Cache-Control": "no-cache" } : {};
  const headers = { "Content-Type": "application/json", ...caching, ...HEADERS[status] };
  const [type, code] = KINDS[status] ?? [
    `${status < 500 ? "Client" : "Server"}ErrorException`,
    null,
  ];
  const body: Omit<ErrorAnswer, "status"> = {
    type: fault.type ?? type,
    message:
      fault.message ?? `HTTP ${status} ${STATUS_CODES[status] ?? "Unknown"}: a fault of the test`,
    code: fault.code === undefined ? code : fault.code,
  };
  return wholeAnswer(request, status, headers, errorBody(body));
}

/** Stands for the id of a row that the path of the request does not name. */
const UNKNOWN_ID = "00000000-0000-0000-0000-000000000000";

/** The engine's answer if another transaction has changed the same row: 500 (class `EnginePersistenceLogger`, message 005). */
export function lockingAnswer(call: EngineCall): RestResponse {
  const { path, parameters } = call.target;
  const entity = path.startsWith("/external-task/")
    ? "ExternalTaskEntity"
    : "VariableInstanceEntity";
  return statusAnswer(call, 500, {
    type: "OptimisticLockingException",
    message: `ENGINE-03005 Execution of 'UPDATE ${entity}[${parameters["id"] ?? UNKNOWN_ID}]' failed. Entity was updated by another transaction concurrently.`,
    code: 1,
  });
}
