import { readParameters, TOKEN } from "./_header_parameters.ts";

/** A parsed media type. */
export interface MediaType {
  /** Type and subtype in lower case, such as `text/plain`. */
  readonly type: string;
  /** The parameters' values, in the case in which they were sent, by names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

const TYPE = new RegExp(`^[ \\t]*(${TOKEN}/${TOKEN})[ \\t]*(?=;|$)`);

/**
 * Parses a media type (RFC 9110, section 8.3.1). In quoted values it unescapes `\"` and `\\`; other backslashes stay.
 *
 * @param value A Content-Type header's value.
 * @returns The media type; `undefined` if the value is not one, or if a parameter is malformed or repeated.
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
