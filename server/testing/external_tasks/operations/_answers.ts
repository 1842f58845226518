import type { RestResponse } from "../../../../core/rest/rest_response.ts";

/** The answer to what was done. */
export const NO_CONTENT: RestResponse = { status: 204, headers: {}, body: undefined };

/** The beginning of the names of the engine's classes that read bodies, for its messages. */
export const DTO = "org.camunda.bpm.engine.rest.dto";
