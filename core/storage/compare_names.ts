/**
 * Compares two names by their UTF-8 bytes. This is the order of their code points. JavaScript's `<` compares UTF-16 code units, and
 * so puts U+10000 and higher before U+E000.
 *
 * @param a The first name, well-formed Unicode.
 * @param b The second name, well-formed Unicode.
 * @returns Less than 0 if `a` comes first, more than 0 if `b` does, 0 if they are the same.
 *
 * @example
 * ```ts
 * import { compareNames } from "varpost/storage";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(["\u{1F600}", "\uFF5E", "a"].sort(compareNames), ["a", "\uFF5E", "\u{1F600}"]);
 * ```
 */
export function compareNames(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Ranks a code unit. Surrogates rank above all others, since they are part of a code point above U+FFFF. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
