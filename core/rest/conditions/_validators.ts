import type { VariableRecord } from "../../storage/storage.ts";
import type { RestResponse } from "../rest_response.ts";

/** What a cache has to know of a variable, whichever form of it is sent, and whether it is sent at all. */
export function validators(record: VariableRecord): Readonly<Record<string, string>> {
  return { ETag: etag(record), "Cache-Control": "no-cache" };
}

/** A variable's version as an entity tag. */
export function etag({ version }: VariableRecord): string {
  return `"${version}"`;
}

/** Answers that the client has this version already. */
export function notModified(record: VariableRecord): RestResponse {
  return { status: 304, headers: validators(record), body: undefined };
}
