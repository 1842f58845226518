/** What is neither printable ASCII nor needs an escape of its own. A surrogate pair is one character. */
const NOT_PRINTABLE_ASCII = /[^\x20-\x7e]/gu;
const QUOTED_PAIR = /["\\]/g;
/** What `encodeURIComponent` leaves though RFC 8187 does not (`attr-char`). */
const NOT_ATTR_CHAR = /[*'()]/g;

/**
 * The `Content-Disposition` of a download (RFC 6266): `filename` in printable ASCII, anything else as `?`, for clients that know
 * no better, and `filename*` with the whole name (RFC 8187). Line ends in a name cannot end the header.
 *
 * @param filename Any text, or `undefined` for an attachment without a name.
 */
export function contentDisposition(filename: string | undefined): string {
  if (filename === undefined) return "attachment";
  const name = filename.toWellFormed();
  const fallback = name.replace(NOT_PRINTABLE_ASCII, "?").replace(QUOTED_PAIR, "\\$&");
  const extended = encodeURIComponent(name).replace(NOT_ATTR_CHAR, percentEncode);
  return `attachment; filename="${fallback}"; filename*=UTF-8''${extended}`;
}

function percentEncode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
