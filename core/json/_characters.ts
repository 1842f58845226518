/** From here on a run of a string is worth the call of a regular expression. */
const SHORT_RUN = 24;

/** `unescaped` of RFC 8259, section 7. */
const RUN = /[ !#-[\]-\uffff]*/y;

/** What stands after a backslash, and the character that is meant. */
export const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/** Where the run of plain characters of a string ends that begins at `i`. */
export function endOfRun(text: string, i: number): number {
  const shortEnd = Math.min(i + SHORT_RUN, text.length);
  for (let end = i; end < shortEnd; end++) {
    const unit = text.charCodeAt(end);
    if (unit === 0x22 || unit === 0x5c || unit < 0x20) return end;
  }
  RUN.lastIndex = shortEnd;
  RUN.test(text);
  return RUN.lastIndex;
}

/**
 * Where the part of a string ends that begins at `i` and has escapes: at its closing quote, or where the text ends, before an
 * escape that is not whole there. What is wrong in it is not looked at.
 */
export function endOfEscaped(text: string, i: number): number {
  for (let quote = text.indexOf('"', i); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    if (!isEscaped(text, quote, i)) return quote;
  }
  const last = text.lastIndexOf("\\");
  if (last < i || isEscaped(text, last, i)) return text.length;
  const length = text.charCodeAt(last + 1) === 0x75 ? 6 : 2;
  return last + length > text.length ? last : text.length;
}

/** Whether the character stands behind a backslash that is none of an escape before it. */
function isEscaped(text: string, index: number, start: number): boolean {
  let from = index;
  while (from > start && text.charCodeAt(from - 1) === 0x5c) from--;
  return (index - from) % 2 === 1;
}

/** Undoes the escapes in a part of a string; `undefined` if one is wrong, or a character has to be escaped. */
export function unescaped(part: string): string | undefined {
  try {
    const text: unknown = JSON.parse(`"${part}"`);
    return String(text);
  } catch {
    return undefined;
  }
}

const WORD_UNITS = new Uint8Array(128);
for (const character of "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-+._") {
  WORD_UNITS[character.charCodeAt(0)] = 1;
}

/** Characters of numbers and words, also of what others take for JSON: `NaN`, `0x10`, `+1`, `1_000`. */
export function isWordUnit(unit: number): boolean {
  return WORD_UNITS[unit] === 1;
}

/** The value of a hex digit, or -1. */
export function hexDigit(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  const letter = unit | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : -1;
}

/** One character for a message; what could spoil it is shown by its number. */
export function showCharacter(text: string, i: number): string {
  const codePoint = text.codePointAt(i) ?? 0;
  if (codePoint > 0x20 && codePoint < 0x7f) return `'${String.fromCodePoint(codePoint)}'`;
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;
}
