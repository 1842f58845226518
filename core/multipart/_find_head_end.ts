import { CR, LF } from "./_ascii.ts";

/** Length in bytes of the end of a head: the line end of its last line, and an empty line. */
export const HEAD_END = 4;

/**
 * Finds the end of a head.
 *
 * @param bytes The bytes that hold the head.
 * @param start Index of its first byte. A head may be the empty line alone.
 * @param from Index before which the end cannot begin.
 * @returns Index behind the empty line; -1 if the head does not end in `bytes`.
 */
export function findHeadEnd(bytes: Uint8Array, start: number, from: number): number {
  if (bytes[start] === CR && bytes[start + 1] === LF) return start + 2;
  // The search of Boyer, Moore and Horspool: if neither CR nor LF stands where the last LF would, skip four bytes.
  for (let last = from + HEAD_END - 1; last < bytes.length; ) {
    const byte = bytes[last];
    if (byte === CR) last += 1;
    else if (byte !== LF) last += HEAD_END;
    else if (bytes[last - 1] === CR && bytes[last - 2] === LF && bytes[last - 3] === CR) {
      return last + 1;
    } else last += 2;
  }
  return -1;
}
