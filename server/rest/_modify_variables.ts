import { LimitExceededError } from "../../core/mod.ts";
import { contentLengthOf } from "../node/_content_length.ts";
import { answerWrite } from "./_answer_write.ts";
import type { Context } from "./_context.ts";
import { jsonBody } from "./_json_body.ts";
import { refuseCondition } from "./_refuse_condition.ts";

/** `POST …/variables`: sets and deletes several variables, all or none. */
export async function modifyVariables(context: Context): Promise<void> {
  const { service, request, parameters } = context;
  const [instanceId = ""] = parameters;
  refuseCondition(request.headers);
  const { maxJsonBytes } = service.variables.limits;
  const body = jsonBody(context);
  const contentLength = contentLengthOf(request);
  if (contentLength !== undefined && contentLength > maxJsonBytes) {
    throw new LimitExceededError("maxJsonBytes", maxJsonBytes, "the request body");
  }
  answerWrite(context, await service.variables.modify(instanceId, body, { contentLength }));
}
