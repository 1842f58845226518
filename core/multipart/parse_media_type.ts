import { readParameters, TOKEN } from "./_header_parameters.ts";

/** A media type, taken apart. */
export interface MediaType {
  /** Type and subtype in lower case, such as `text/plain`. */
  readonly type: string;
  /** The parameters' values as they were sent, by names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

const TYPE = new RegExp(`^[ \\t]*(${TOKEN}/${TOKEN})[ \\t]*(?=;|$)`);

/**
 * Takes a media type apart, as of RFC 9110, section 8.3.1. Of the escapes in quoted values only `\"` and `\\` are
 * undone.
 *
 * @param value A Content-Type header's value.
 * @returns `undefined` if it is no media type, or if a parameter is malformed or comes twice.
 *
 * @example
 * ```ts
 * import { parseMediaType } from "varpost";
 * import assert from "node:assert/strict";
 *
 * const mediaType = parseMediaType('Text/Plain; Charset="utf-8"');
 * assert.equal(mediaType?.type, "text/plain");
 * assert.equal(mediaType?.parameters.get("charset"), "utf-8");
 * assert.equal(parseMediaType("plain"), undefined);
 * ```
 */
export function parseMediaType(value: string): MediaType | undefined {
  const match = TYPE.exec(value);
  if (match?.[1] === undefined) return undefined;
  try {
    return {
      type: match[1].toLowerCase(),
      parameters: readParameters(value, match[0].length),
    };
  } catch {
    return undefined;
  }
}
