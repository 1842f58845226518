import type { Service } from "../_context.ts";
import { errorBody } from "../errors/_error_body.ts";
import { RestError } from "../errors/rest_error.ts";
import type { RestRequest } from "../rest_request.ts";
import type { RestResponse } from "../rest_response.ts";
import { wholeAnswer } from "./_whole_answer.ts";

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
    ...(error instanceof RestError ? error.headers : {}),
  };
  return wholeAnswer(request, answer.status, headers, errorBody(answer));
}
