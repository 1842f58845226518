/** Stands for any character in a piece of a pattern. It is no code point. */
export const ANY_CHARACTER = -1;

const WORD_BITS = 32;

/**
 * Makes a function that finds where a piece of a pattern fits first. It takes one step for each character of the text and 32 characters
 * of the piece: for each beginning of the piece, a bit says whether the text up to here ends with it (Baeza-Yates and Gonnet, "A new
 * approach to text searching", 1992).
 *
 * @param piece Code points, or `ANY_CHARACTER`; at least one.
 * @returns Finds the piece in code points, from an index on: the index of its first character, or -1.
 */
export function pieceFinder(
  piece: readonly number[],
): (text: readonly number[], from: number) => number {
  const words = Math.ceil(piece.length / WORD_BITS);
  const last = piece.length - 1;
  const { masks, others } = masksOf(piece, words);
  return (text, from) => {
    const state = new Uint32Array(words);
    for (let at = from; at < text.length; at++) {
      const mask = masks.get(text[at] ?? 0) ?? others;
      let carry = 1;
      for (let i = 0; i < words; i++) {
        const word = state[i] ?? 0;
        state[i] = ((word << 1) | carry) & (mask[i] ?? 0);
        carry = word >>> (WORD_BITS - 1);
      }
      if ((state[last >>> 5] ?? 0) & (1 << (last & 31))) return at - last;
    }
    return -1;
  };
}

/** For each code point of a piece, and for all others, a bit for each place at which it may stand. */
function masksOf(piece: readonly number[], words: number) {
  const others = new Uint32Array(words);
  for (const [index, point] of piece.entries()) if (point === ANY_CHARACTER) add(others, index);
  const masks = new Map<number, Uint32Array>();
  for (const [index, point] of piece.entries()) {
    if (point === ANY_CHARACTER) continue;
    const mask = masks.get(point) ?? new Uint32Array(others);
    add(mask, index);
    masks.set(point, mask);
  }
  return { masks, others };
}

function add(mask: Uint32Array, index: number): void {
  mask[index >>> 5] = (mask[index >>> 5] ?? 0) | (1 << (index & 31));
}
