import { shorten } from "../errors/_shorten.ts";

/** A token of RFC 9110, section 5.6.2, as the source of a regular expression. */
export const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

/**
 * One parameter up to the next semicolon or the end; or none, for an empty one, which RFC 9110 allows. Wider than its
 * grammar: an unquoted value may hold anything visible, since clients send `boundary==_a/b` so, and blanks may stand
 * around `=`, as RFC 2045 has it.
 */
const PARAMETER = new RegExp(
  `[ \\t]*;[ \\t]*(?:(${TOKEN})[ \\t]*=[ \\t]*(?:"([^"\\\\]*(?:\\\\.[^"\\\\]*)*)"|([^ \\t";]+))[ \\t]*)?(?=;|$)`,
  "sy",
);

/**
 * Reads the parameters of Content-Type and Content-Disposition: in any order, names in any case, values as tokens or as
 * quoted strings. Of the escapes only `\"` and `\\` are undone, other backslashes are a Windows path. A value never
 * ends at a quote inside it: that is an error, as is a parameter that comes twice.
 *
 * @param text The header's value, without blanks at its end.
 * @param from Where its parameters begin: at the first semicolon, or at the end.
 * @returns The values by lower-case names.
 * @throws {SyntaxError} With what is wrong as its message.
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

/** Undoes the escapes of a quoted value. */
export function unescapeQuoted(text: string): string {
  return text.includes("\\") ? text.replace(/\\(["\\])/g, "$1") : text;
}
