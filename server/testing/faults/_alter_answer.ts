import type { RestResponse } from "../../../core/rest/rest_response.ts";
import { releaseBody } from "./_release_body.ts";

/**
 * Gives an answer other headers or another body.
 *
 * @param answer The answer.
 * @param method The method of its request.
 * @param headers The headers that it gets, whatever the case of their names.
 * @param body The body that it gets; `undefined`: it keeps its own.
 */
export async function alterAnswer(
  answer: RestResponse,
  method: string,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array | undefined,
): Promise<RestResponse> {
  if (body === undefined) return { ...answer, headers: replaced(answer.headers, headers) };
  await releaseBody(answer);
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const length = { "Content-Length": String(bytes.length) };
  return {
    status: answer.status === 204 || answer.status === 304 ? 200 : answer.status,
    headers: replaced(replaced(answer.headers, length), headers),
    body: method === "HEAD" ? undefined : bytes,
  };
}

function replaced(
  headers: RestResponse["headers"],
  others: Readonly<Record<string, string>>,
): RestResponse["headers"] {
  const names = new Set(Object.keys(others).map((name) => name.toLowerCase()));
  const kept = Object.entries(headers).filter(([name]) => !names.has(name.toLowerCase()));
  return { ...Object.fromEntries(kept), ...others };
}
