import type { VariableRecord } from "../../storage/storage.ts";
import type { RestResponse } from "../rest_response.ts";
import { formatHttpDate } from "./_format_http_date.ts";
import { lastModified } from "./_last_modified.ts";

/** A cached answer must be validated. */
export const CACHE_CONTROL = "no-cache";

type Validators = Readonly<Record<"ETag" | "Last-Modified" | "Cache-Control", string>>;

/**
 * Makes the headers that caches need: the version, its time, and that a cached answer must be validated. The same for bytes, JSON and
 * 304.
 */
export function validators(record: VariableRecord): Validators {
  return {
    ETag: etag(record),
    "Last-Modified": modificationDate(record),
    "Cache-Control": CACHE_CONTROL,
  };
}

/** When a variable was changed last, as a date of HTTP. */
export function modificationDate(record: VariableRecord): string {
  return formatHttpDate(lastModified(record));
}

/** A variable's version as an entity tag. */
export function etag({ version }: VariableRecord): string {
  return `"${version}"`;
}

/** Answers 304: the client has this version already. */
export function notModified(record: VariableRecord): RestResponse {
  return { status: 304, headers: validators(record), body: undefined };
}
