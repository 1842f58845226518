/** One character that is not printable ASCII. A surrogate pair is one character. */
const NOT_PRINTABLE_ASCII = /[^\x20-\x7e]/gu;
const QUOTED_PAIR = /["\\]/g;
/** Characters that `encodeURIComponent` does not encode and RFC 8187 does (they are not `attr-char`). */
const NOT_ATTR_CHAR = /[*'()]/g;

/**
 * Makes the `Content-Disposition` of a download (RFC 6266). It has the name twice: `filename*` with the whole name (RFC 8187), and
 * for old clients `filename`, in which `?` replaces each character that is not printable ASCII. Line ends in a name are replaced or
 * encoded, so they cannot end the header.
 *
 * @param filename The file's name, which may be any text; `undefined` for a file without a name.
 * @param disposition Whether a browser saves the file or shows it. Default: it saves it.
 * @returns The header's value.
 *
 * @example
 * ```ts
 * import { contentDisposition } from "varpost";
 * import assert from "node:assert/strict";
 *
 * const header = `attachment; filename="?rger.pdf"; filename*=UTF-8''%C3%84rger.pdf`;
 * assert.equal(contentDisposition("Ärger.pdf"), header);
 * ```
 */
export function contentDisposition(
  filename: string | undefined,
  disposition: "attachment" | "inline" = "attachment",
): string {
  if (filename === undefined) return disposition;
  const name = filename.toWellFormed();
  const fallback = name.replace(NOT_PRINTABLE_ASCII, "?").replace(QUOTED_PAIR, "\\$&");
  const extended = encodeURIComponent(name).replace(NOT_ATTR_CHAR, percentEncode);
  return `${disposition}; filename="${fallback}"; filename*=UTF-8''${extended}`;
}

function percentEncode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
