/**
 * Parses a Boolean: `true`, `True`, `TRUE`, `false`, `False` or `FALSE`.
 *
 * @param text The text, without blanks around it.
 * @returns The canonical text, `true` or `false`; `undefined` if the text is not a Boolean.
 */
export function parseBoolean(text: string): string | undefined {
  if (/^(?:true|True|TRUE)$/.test(text)) return "true";
  if (/^(?:false|False|FALSE)$/.test(text)) return "false";
  return undefined;
}
