/** A word with more edits than this is another word, not a misspelling. */
const MAX_EDITS = 3;

/**
 * Finds the word that was probably meant.
 *
 * @param given The word that was written.
 * @param known The words that exist.
 * @returns The word with the fewest edits; `undefined` if all need more than 3, or more than half the length of `given`.
 */
export function nearest(given: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let fewest = Math.min(MAX_EDITS, Math.floor(given.length / 2)) + 1;
  for (const word of known) {
    // It needs at least as many edits. A name that a client sent may have millions of letters.
    if (Math.abs(word.length - given.length) >= fewest) continue;
    const count = edits(given, word);
    if (count >= fewest) continue;
    fewest = count;
    best = word;
  }
  return best;
}

/** The Levenshtein distance, computed row by row. */
function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
