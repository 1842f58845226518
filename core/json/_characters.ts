/** For a longer run of plain characters, a regular expression is faster than a loop. */
const SHORT_RUN = 24;

/** Characters that need no escape: `unescaped` in RFC 8259, section 7. */
const RUN = /[ !#-[\]-\uffff]*/y;

/** The character behind a backslash, and the character that the two mean. */
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

/** Finds the end of the run of plain characters that begins at `i` in a string. */
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
 * Finds the end of the part of a string that begins at `i` and has escapes: its closing quote, or else the end of the text. An
 * escape that the end of the text cuts is left out. Errors in the string are not looked for.
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

/** Whether a backslash escapes this character. A backslash that is itself escaped does not. */
function isEscaped(text: string, index: number, start: number): boolean {
  let from = index;
  while (from > start && text.charCodeAt(from - 1) === 0x5c) from--;
  return (index - from) % 2 === 1;
}

/** Decodes the escapes in a part of a string. Returns `undefined` if an escape is wrong, or missing for some character. */
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

/** Whether a code unit belongs to a number or word, also to one that only looks like JSON: `NaN`, `0x10`, `+1`, `1_000`. */
export function isWordUnit(unit: number): boolean {
  return WORD_UNITS[unit] === 1;
}

/** The value of a hex digit; -1 for any other code unit. */
export function hexDigit(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  const letter = unit | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : -1;
}

/** Shows one character in a message; if it is not visible ASCII, by its number. */
export function showCharacter(text: string, i: number): string {
  const codePoint = text.codePointAt(i) ?? 0;
  if (codePoint > 0x20 && codePoint < 0x7f) return `'${String.fromCodePoint(codePoint)}'`;
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;
}
