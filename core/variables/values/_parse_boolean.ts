/**
 * Reads a Boolean: `true`, `True` or `TRUE`, `false`, `False` or `FALSE`.
 *
 * @param text The text, without blanks around it.
 * @returns Its canonical text, `true` or `false`; `undefined` if it is none.
 */
export function parseBoolean(text: string): string | undefined {
  if (/^(?:true|True|TRUE)$/.test(text)) return "true";
  if (/^(?:false|False|FALSE)$/.test(text)) return "false";
  return undefined;
}
