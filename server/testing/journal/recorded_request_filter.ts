import type { RequestFilter } from "../request_filter.ts";
import type { RecordedRequest } from "./recorded_request.ts";

/** Selects requests of the journal. All members that are given must hold; `{}` selects every request. */
export interface RecordedRequestFilter extends RequestFilter {
  /** Status of the answer. */
  readonly status?: number | undefined;
}

/** Which requests of the journal are meant: members that must hold, or a function that tells. */
export type RequestSelector = RecordedRequestFilter | ((request: RecordedRequest) => boolean);
