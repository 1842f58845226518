import { LimitExceededError } from "../../errors/limit_exceeded_error.ts";
import type { Context } from "../_context.ts";
import { streamedJson } from "../answers/_json_answer.ts";
import { printedAnswer } from "../answers/_printed_answer.ts";
import { variableAnswer } from "../answers/_variable_answer.ts";
import { writeAnswer } from "../answers/_write_answer.ts";
import { refuseCondition } from "../conditions/_refuse_condition.ts";
import { contentLengthOf } from "../requests/_content_length.ts";
import { dispositionParameter } from "../requests/_disposition_parameter.ts";
import { jsonBody } from "../requests/_json_body.ts";
import { Query } from "../requests/_query.ts";
import type { RestResponse } from "../rest_response.ts";
import { writeCondition } from "./_write_condition.ts";

/** The date when the engine's documentation deprecated the form part `type`: 1 October 2014 (RFC 9745). */
const DEPRECATED_SINCE = "@1412121600";

/** `GET` and `HEAD …/variables`: all variables of an instance, as a JSON object with a member for each. */
export async function getVariables(context: Context): Promise<RestResponse> {
  const { service, request, parameters } = context;
  const [instanceId = ""] = parameters;
  const query = new Query(request);
  const variables = service.variables.listJson(instanceId, {
    deserializeValues: query.isTrue("deserializeValues", true),
    omitBytes: query.isTrue("omitBytes", false),
    signal: request.signal,
  });
  return streamedJson(context, variables);
}

/** `POST …/variables`: sets and deletes several variables in one atomic step. */
export async function modifyVariables(context: Context): Promise<RestResponse> {
  const { service, request, parameters } = context;
  const [instanceId = ""] = parameters;
  refuseCondition(request);
  const { maxJsonBytes } = service.variables.limits;
  const body = jsonBody(request);
  const contentLength = contentLengthOf(request);
  if (contentLength !== undefined && contentLength > maxJsonBytes) {
    throw new LimitExceededError("maxJsonBytes", maxJsonBytes, "the request body");
  }
  return writeAnswer(context, await service.variables.modify(instanceId, body, { contentLength }));
}

/** `GET` and `HEAD …/variables/{varName}`: a variable in JSON. */
export async function getVariable(context: Context): Promise<RestResponse> {
  const { service, request, parameters } = context;
  const [instanceId = "", name = ""] = parameters;
  const deserializeValue = new Query(request).isTrue("deserializeValue", true);
  return printedAnswer(context, {
    stat: () => service.variables.stat(instanceId, name),
    print: () => service.variables.openJson(instanceId, name, { deserializeValue }),
  });
}

/** `PUT …/variables/{varName}`: sets a variable from JSON. */
export async function setVariable(context: Context): Promise<RestResponse> {
  const { service, request, parameters } = context;
  const [instanceId = "", name = ""] = parameters;
  const condition = await writeCondition(context);
  const body = jsonBody(request);
  const options = { condition, contentLength: contentLengthOf(request) };
  return writeAnswer(context, await service.variables.setFromJson(instanceId, name, body, options));
}

/** `DELETE …/variables/{varName}`: deletes a variable. It succeeds also if it does not exist. */
export async function deleteVariable(context: Context): Promise<RestResponse> {
  const { service, parameters } = context;
  const [instanceId = "", name = ""] = parameters;
  const condition = await writeCondition(context);
  await service.variables.delete(instanceId, name, { condition });
  return { status: 204, headers: {}, body: undefined };
}

/** `GET` and `HEAD …/variables/{varName}/data`: a variable's bytes. `Accept` is ignored, as in the engine. */
export async function getVariableData(context: Context): Promise<RestResponse> {
  const [instanceId = "", name = ""] = context.parameters;
  const disposition = dispositionParameter(context.request);
  const variable = await context.service.variables.openBinary(instanceId, name);
  return await variableAnswer(context, variable, disposition);
}

/** `POST …/variables/{varName}/data`: sets a variable from a multipart form. */
export async function setVariableData(context: Context): Promise<RestResponse> {
  const { service, request, parameters } = context;
  const [instanceId = "", name = ""] = parameters;
  const { maxTotalBytes } = service.variables.limits;
  const contentLength = contentLengthOf(request);
  if (contentLength !== undefined && contentLength > maxTotalBytes) {
    throw new LimitExceededError("maxTotalBytes", maxTotalBytes, "the request body");
  }
  const condition = await writeCondition(context);
  const form = { contentType: request.header("content-type"), body: request.body };
  const result = await service.variables.setFromForm(instanceId, name, form, { condition });
  return writeAnswer(context, result, result.deprecated ? { Deprecation: DEPRECATED_SINCE } : {});
}
