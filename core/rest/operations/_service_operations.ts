import type { Context, Operation } from "../_context.ts";
import { VERSION } from "../_version.ts";
import { jsonAnswer } from "../answers/_json_answer.ts";
import { type DescribedRoute, openapiDocument } from "../openapi/_openapi_document.ts";
import type { RestResponse } from "../rest_response.ts";

/** The engine's version whose resource this is. */
const ENGINE_VERSION = "7.24.0";

/** `GET` and `HEAD /engine`: the names of the engines. There is one, and any name in a path is fine for it. */
export async function getEngines(context: Context): Promise<RestResponse> {
  return jsonAnswer(context, '[{"name":"default"}]');
}

/** `GET` and `HEAD /version`: the version of the engine that a client may take this for. */
export async function getVersion(context: Context): Promise<RestResponse> {
  return jsonAnswer(context, JSON.stringify({ version: ENGINE_VERSION }));
}

/**
 * Makes `GET` and `HEAD /openapi.json`: the resource's own description.
 *
 * @param routes Gives the routes to describe, this one among them. Asked once.
 */
export function getOpenapi(routes: () => readonly DescribedRoute[]): Operation {
  let json: string | undefined;
  return async (context) => {
    json ??= JSON.stringify(openapiDocument(routes(), VERSION));
    return jsonAnswer(context, json);
  };
}
