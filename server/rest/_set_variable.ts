import { contentLengthOf } from "../node/_content_length.ts";
import { answerWrite } from "./_answer_write.ts";
import type { Context } from "./_context.ts";
import { jsonBody } from "./_json_body.ts";
import { readCondition } from "./_read_condition.ts";

/** `PUT …/variables/{varName}`: sets a variable from JSON. */
export async function setVariable(context: Context): Promise<void> {
  const { service, request, parameters } = context;
  const [instanceId = "", name = ""] = parameters;
  const condition = readCondition(request.headers);
  const body = jsonBody(context);
  const options = { condition, contentLength: contentLengthOf(request) };
  answerWrite(context, await service.variables.setFromJson(instanceId, name, body, options));
}
