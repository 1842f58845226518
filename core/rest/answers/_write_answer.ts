import type { VariableRecord } from "../../storage/storage.ts";
import type { Context } from "../_context.ts";
import { etag } from "../conditions/_validators.ts";
import type { RestResponse } from "../rest_response.ts";

/** What a write has brought about. */
interface WriteResult {
  readonly hints: readonly string[];
  /** The one variable as it is stored now. Its version spares the writer a read before the next write. */
  readonly record?: VariableRecord | undefined;
}

/**
 * Answers a write that succeeded. What its sender may have meant otherwise goes to the log.
 *
 * @param context The request.
 * @param result What the write has brought about.
 * @param headers What else to say. The answer takes them over.
 */
export function writeAnswer(
  { service, parameters }: Context,
  { hints, record }: WriteResult,
  headers: Record<string, string> = {},
): RestResponse {
  const [instanceId, name] = parameters;
  for (const hint of hints) service.log("debug", hint, { instanceId, name });
  if (record !== undefined) headers["ETag"] = etag(record);
  return { status: 204, headers, body: undefined };
}
