import { ClientAbortError } from "../../../core/rest/errors/client_abort_error.ts";
import type { RestResponse } from "../../../core/rest/rest_response.ts";
import type { EngineCall } from "../_engine_call.ts";
import { EngineError } from "../_engine_error.ts";
import { restResponseOf } from "./_rest_response_of.ts";
import { webRequest } from "./_web_request.ts";

/**
 * Passes a request on to a real engine.
 *
 * @param call The request.
 * @param base The URL of the engine's REST API.
 * @throws {EngineError} 502 if the engine cannot be reached.
 * @throws {ClientAbortError} If the client has gone away. The engine is asked no longer then.
 */
export async function passOn(call: EngineCall, base: URL): Promise<RestResponse> {
  const query = /\?.*$/s.exec(call.request.target)?.[0] ?? "";
  const url = new URL(base.href.replace(/\/*$/, "") + call.target.path + query);
  try {
    return restResponseOf(await fetch(webRequest(call, url), { redirect: "manual" }));
  } catch (cause) {
    if (call.request.signal.aborted) throw new ClientAbortError();
    throw Object.assign(
      new EngineError(
        502,
        "RestException",
        `Cannot pass ${call.target.method} ${call.target.path} on: ${base.origin} cannot be reached`,
      ),
      { cause },
    );
  }
}
