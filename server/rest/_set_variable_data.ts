import { LimitExceededError } from "../../core/mod.ts";
import { answerWrite } from "./_answer_write.ts";
import type { Context } from "./_context.ts";
import { readCondition } from "./_read_condition.ts";

/** When the engine's documents deprecated the form part `type`: 1 October 2014 (RFC 9745). */
const DEPRECATED_SINCE = "@1412121600";

/** `POST …/variables/{varName}/data`: sets a variable from a multipart form. */
export async function setVariableData(context: Context): Promise<void> {
  const { service, request, body, parameters } = context;
  const [instanceId = "", name = ""] = parameters;
  const { maxTotalBytes } = service.variables.limits;
  if (Number(request.headers["content-length"]) > maxTotalBytes) {
    throw new LimitExceededError("maxTotalBytes", maxTotalBytes, "the request body");
  }
  const condition = readCondition(request.headers);
  const contentType = request.headers["content-type"];
  const form = { contentType, body };
  const result = await service.variables.setFromForm(instanceId, name, form, { condition });
  answerWrite(context, result, result.deprecated ? { Deprecation: DEPRECATED_SINCE } : {});
}
