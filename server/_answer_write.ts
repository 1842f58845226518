import type { OutgoingHttpHeaders } from "node:http";
import type { Context } from "./_context.ts";
import { send } from "./_send.ts";

/**
 * Answers a write that succeeded. What its sender may have meant otherwise goes to the log.
 *
 * @param context The request.
 * @param result What the write has brought about.
 * @param headers What else to say.
 */
export function answerWrite(
  context: Context,
  { hints }: { readonly hints: readonly string[] },
  headers: OutgoingHttpHeaders = {},
): void {
  send(context, 204, headers);
  const { service, parameters } = context;
  const [instanceId, name] = parameters;
  for (const hint of hints) service.log("debug", hint, { instanceId, name });
}
