import { CR, LF } from "./_ascii.ts";

/** The length of what ends a head: the line end of its last line and an empty line. */
export const HEAD_END = 4;

/**
 * Finds the end of a head, behind its empty line.
 *
 * @param bytes Where it lies.
 * @param start Where it begins. It may be nothing but the empty line.
 * @param from From where on the search makes sense.
 * @returns -1 if the head does not end in `bytes`.
 */
export function findHeadEnd(bytes: Uint8Array, start: number, from: number): number {
  if (bytes[start] === CR && bytes[start + 1] === LF) return start + 2;
  // As Boyer, Moore and Horspool have it: whatever else stands where the last LF should, the end is four bytes on at the earliest.
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
