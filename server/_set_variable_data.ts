import { LimitExceededError } from "../core/mod.ts";
import type { Context } from "./_context.ts";
import { RequestBody } from "./_request_body.ts";
import { send } from "./_send.ts";

/** When the engine's documents deprecated the form part `type`: 1 October 2014 (RFC 9745). */
const DEPRECATED_SINCE = "@1412121600";

/** `POST …/variables/{varId}/data`: sets a variable from a multipart form. */
export async function setVariableData(context: Context): Promise<void> {
  const { service, request, response, parameters } = context;
  const [instanceId = "", name = ""] = parameters;
  const { variables, log } = service;
  const { maxTotalBytes } = variables.limits;
  if (Number(request.headers["content-length"]) > maxTotalBytes) {
    throw new LimitExceededError("maxTotalBytes", maxTotalBytes, "the request body");
  }
  const body = new RequestBody(request, response, service.idleMs);
  const contentType = request.headers["content-type"];
  const { deprecated, hints } = await variables.setFromForm(instanceId, name, {
    contentType,
    body,
  });
  send(request, response, 204, deprecated ? { Deprecation: DEPRECATED_SINCE } : {});
  for (const hint of hints) log("debug", hint, { instanceId, name });
}
