import type { OutgoingHttpHeaders } from "node:http";
import type { VariableRecord } from "../../core/mod.ts";
import { send } from "../node/_send.ts";
import type { Context } from "./_context.ts";
import { etag } from "./_validators.ts";

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
 * @param headers What else to say.
 */
export function answerWrite(
  context: Context,
  { hints, record }: WriteResult,
  headers: OutgoingHttpHeaders = {},
): void {
  if (record !== undefined) headers["ETag"] = etag(record);
  send(context, 204, headers);
  const { service, parameters } = context;
  const [instanceId, name] = parameters;
  for (const hint of hints) service.log("debug", hint, { instanceId, name });
}
