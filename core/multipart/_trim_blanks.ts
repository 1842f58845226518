/** Drops spaces and tabs around a text. `String.prototype.trim` would drop other white space, too. */
export function trimBlanks(text: string): string {
  return trimUnits(text, isBlank);
}

/**
 * Drops characters at both ends of a text, in linear time; the regular expression `/[ \t]+$/` would take quadratic time.
 *
 * @param text The text.
 * @param drops Whether to drop the character with this code unit.
 */
export function trimUnits(text: string, drops: (unit: number) => boolean): string {
  let start = 0;
  let end = text.length;
  while (start < end && drops(text.charCodeAt(start))) start++;
  while (end > start && drops(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x09;
}
