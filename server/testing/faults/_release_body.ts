import type { RestResponse } from "../../../core/rest/rest_response.ts";

/** Ends an answer that nobody gets, so that the version of a variable that it may hold open is released. */
export async function releaseBody({ body }: RestResponse): Promise<void> {
  if (body !== undefined && !(body instanceof Uint8Array)) await body.return();
}
