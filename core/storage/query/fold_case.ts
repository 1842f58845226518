/** The dotless i. Its upper case is `I`, but Unicode folds it to itself. */
const DOTLESS_I = "\u0131";
const ASCII = /^[\0-\x7f]*$/;

/**
 * Folds the case of a text as Unicode does (The Unicode Standard, section 3.13, `toCasefold`): texts that differ only in case become
 * the same text, whatever the language. `ß`, `ẞ`, `SS` and `ss` are the same, and so are the three Greek sigmas. The result is only for
 * comparisons.
 *
 * @example
 * ```ts
 * import { foldCase } from "varpost/storage";
 * import assert from "node:assert/strict";
 *
 * assert.equal(foldCase("STRASSE"), foldCase("Straße"));
 * ```
 */
export function foldCase(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  let folded = "";
  // Each character for itself, since JavaScript makes another sigma of one at the end of a word.
  for (const character of text) folded += foldCharacter(character);
  return folded;
}

function foldCharacter(character: string): string {
  if (character === DOTLESS_I) return character;
  let folded = "";
  for (const upper of character.toLowerCase().toUpperCase()) folded += upper.toLowerCase();
  return folded;
}
