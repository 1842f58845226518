import type { RestResponse } from "../../../core/rest/rest_response.ts";

/** Reads from an answer why a request is refused: the `type` of the error's body. `undefined` if it tells none. */
export function refusalReason({ status, body }: RestResponse): string | undefined {
  if (status < 400 || !(body instanceof Uint8Array)) return undefined;
  const error: unknown = JSON.parse(new TextDecoder().decode(body));
  const hasType = typeof error === "object" && error !== null && "type" in error;
  return hasType && typeof error.type === "string" ? error.type : undefined;
}
