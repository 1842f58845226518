/**
 * Compares two names by their UTF-8 bytes, which is the order of their code points. JavaScript's `<` compares UTF-16
 * code units and so puts U+10000 and beyond before U+E000.
 *
 * @param a One name, well-formed.
 * @param b Another, well-formed.
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

/** A surrogate stands for a code point beyond every other code unit, so it ranks above them. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
