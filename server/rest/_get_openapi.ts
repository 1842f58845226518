import { readVersion } from "../command_line/_read_version.ts";
import { sendJson } from "../node/_send_json.ts";
import type { Operation } from "./_context.ts";
import type { Route } from "./_route_table.ts";
import { openapiDocument } from "./openapi/_openapi_document.ts";

/**
 * Makes `GET` and `HEAD /openapi.json`: the server's own description.
 *
 * @param routes Gives the routes to describe, this one among them. Asked once.
 */
export function getOpenapi(routes: () => readonly Route[]): Operation {
  let json: string | undefined;
  return async (context) => {
    json ??= JSON.stringify(openapiDocument(routes(), await readVersion()));
    await sendJson(context, json);
  };
}
