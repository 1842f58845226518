import type { OutgoingHttpHeaders } from "node:http";
import type { VariableRecord } from "../../core/mod.ts";

/** What a cache has to know of a variable, whichever form of it is sent, and whether it is sent at all. */
export function validators(record: VariableRecord): OutgoingHttpHeaders {
  return { ETag: etag(record), "Cache-Control": "no-cache" };
}

/** A variable's version as an entity tag. */
export function etag({ version }: VariableRecord): string {
  return `"${version}"`;
}
