import type { ErrorAnswer } from "../../errors/answered_error.ts";
import type { Service } from "../_context.ts";
import { errorBody } from "../errors/_error_body.ts";
import { RestError } from "../errors/rest_error.ts";
import type { RestRequest } from "../rest_request.ts";
import type { RestResponse } from "../rest_response.ts";
import { wholeAnswer } from "./_whole_answer.ts";

/** When a client may try again after a 503: long enough for a connection to come back, short enough for a user to wait. Seconds. */
const RETRY_AFTER_SECONDS = 2;

/**
 * Makes the answer to a request that failed, as the error itself says (`answer`), and logs the error.
 *
 * @param service The service.
 * @param request The request.
 * @param error The error that was thrown.
 */
export function refusal(
  { errors }: Pick<Service, "errors">,
  request: RestRequest,
  error: unknown,
): RestResponse {
  const answer = errors.report(request, error);
  const isRead = request.method === "GET" || request.method === "HEAD";
  const headers = {
    "Content-Type": "application/json",
    ...(isRead ? { "Cache-Control": "no-cache" } : {}),
    ...(error instanceof RestError ? error.headers : headersOf(answer)),
  };
  return wholeAnswer(request, answer.status, headers, errorBody(answer));
}

/** The headers that belong to a status. For a 503: RFC 9110, section 10.2.3. */
function headersOf({ status }: ErrorAnswer): Readonly<Record<string, string>> {
  return status === 503 ? { "Retry-After": String(RETRY_AFTER_SECONDS) } : {};
}
