import type { Context, Operation } from "../_context.ts";
import { VERSION } from "../_version.ts";
import { jsonAnswer } from "../answers/_json_answer.ts";
import { type DescribedRoute, openapiDocument } from "../openapi/_openapi_document.ts";
import type { RestResponse } from "../rest_response.ts";

/** The version of the engine whose API this is. */
const ENGINE_VERSION = "7.24.0";

/** `GET` and `HEAD /engine`: the names of the engines. There is one, and a path may use any name for it. */
export async function getEngines(context: Context): Promise<RestResponse> {
  return jsonAnswer(context, '[{"name":"default"}]');
}

/** `GET` and `HEAD /version`: the version of the engine whose API this is. */
export async function getVersion(context: Context): Promise<RestResponse> {
  return jsonAnswer(context, JSON.stringify({ version: ENGINE_VERSION }));
}

/**
 * Makes the operation of `GET` and `HEAD /openapi.json`: the description of this API.
 *
 * @param routes Gives the routes to describe, including this one. Called at the first request.
 */
export function getOpenapi(routes: () => readonly DescribedRoute[]): Operation {
  let json: string | undefined;
  return async (context) => {
    json ??= JSON.stringify(openapiDocument(routes(), VERSION));
    return jsonAnswer(context, json);
  };
}
