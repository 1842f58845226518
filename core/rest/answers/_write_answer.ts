import type { VariableRecord } from "../../storage/storage.ts";
import type { Context } from "../_context.ts";
import { etag } from "../conditions/_validators.ts";
import type { RestResponse } from "../rest_response.ts";

/** The result of a write. */
interface WriteResult {
  readonly hints: readonly string[];
  /** The stored variable, if the write set one. With its version the client can make the next write conditional without a read. */
  readonly record?: VariableRecord | undefined;
}

/**
 * Answers a write that succeeded, and logs its hints: parts of the request that its sender may have meant otherwise.
 *
 * @param context The request.
 * @param result The result of the write.
 * @param headers Further headers. The function adds to this object.
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
