import { shorten } from "../errors/_shorten.ts";

/** The source of a regular expression for a token (RFC 9110, section 5.6.2). */
export const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

/**
 * One parameter up to the next semicolon or the end. It may be empty, as RFC 9110 allows. Two things are allowed beyond its
 * grammar: an unquoted value may hold any visible character, since clients send `boundary==_a/b`; and blanks may stand around
 * `=`, as in RFC 2045.
 */
const PARAMETER = new RegExp(
  `[ \\t]*;[ \\t]*(?:(${TOKEN})[ \\t]*=[ \\t]*(?:"([^"\\\\]*(?:\\\\.[^"\\\\]*)*)"|([^ \\t";]+))[ \\t]*)?(?=;|$)`,
  "sy",
);

/**
 * Reads the parameters of a media type: in any order, names in any case, values as tokens or as quoted strings. It unescapes `\"`
 * and `\\`; other backslashes stay. A raw quote inside a quoted value is an error; the value never ends there.
 *
 * @param text The header's value, without blanks at its end.
 * @param from Index of the first semicolon, or of the end.
 * @returns The values by lower-case names.
 * @throws {SyntaxError} If a parameter is malformed or repeated. The message names only the reason.
 */
export function readParameters(text: string, from: number): Map<string, string> {
  const parameters = new Map<string, string>();
  for (let at = from; at < text.length; at = PARAMETER.lastIndex) {
    PARAMETER.lastIndex = at;
    const match = PARAMETER.exec(text);
    if (match === null) throw new SyntaxError("a parameter is malformed");
    const [, attribute, quoted, token] = match;
    if (attribute === undefined) continue;
    const name = attribute.toLowerCase();
    if (parameters.has(name)) throw new SyntaxError(`parameter '${shorten(name)}' is repeated`);
    parameters.set(name, token ?? unescapeQuoted(quoted ?? ""));
  }
  return parameters;
}

/** Unescapes `\"` and `\\` in a quoted value. */
export function unescapeQuoted(text: string): string {
  return text.includes("\\") ? text.replace(/\\(["\\])/g, "$1") : text;
}
