/** RFC 5322, section 2.2.3: a line that begins with a blank continues the one before. */
const FOLD = /\r\n[ \t]+/g;

/** Puts lines that were folded together again, with one blank at each fold. */
export function unfold(lines: string): string {
  return lines.replace(FOLD, " ");
}

/** Finds the place in lines that {@linkcode unfold} has put at `at`. */
export function foldedIndex(lines: string, at: number): number {
  let dropped = 0;
  for (const { 0: fold, index } of lines.matchAll(FOLD)) {
    if (index - dropped >= at) break;
    dropped += fold.length - 1;
  }
  return at + dropped;
}
