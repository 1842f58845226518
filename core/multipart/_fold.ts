/** RFC 5322, section 2.2.3: a line that begins with a blank continues the one before. */
const FOLD = /\r\n[ \t]+/g;

/** Joins folded lines, with one space at each fold. */
export function unfold(lines: string): string {
  return lines.replace(FOLD, " ");
}

/**
 * Finds a character of the unfolded text in the folded lines.
 *
 * @param lines The lines, as they were before {@linkcode unfold}.
 * @param at Index in the unfolded text.
 * @returns Index in `lines`.
 */
export function foldedIndex(lines: string, at: number): number {
  let dropped = 0;
  for (const { 0: fold, index } of lines.matchAll(FOLD)) {
    if (index - dropped >= at) break;
    dropped += fold.length - 1;
  }
  return at + dropped;
}
