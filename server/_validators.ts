import type { OutgoingHttpHeaders } from "node:http";
import type { VariableRecord } from "../core/mod.ts";

/** What a cache has to know of a variable, whichever form of it is sent, and whether it is sent at all. */
export function validators({ version }: VariableRecord): OutgoingHttpHeaders {
  return { ETag: `"${version}"`, "Cache-Control": "no-cache" };
}
