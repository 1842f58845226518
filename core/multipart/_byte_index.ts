/**
 * Finds the byte that a place in a text was decoded from. Slow: for messages only.
 *
 * @param bytes All that the text was decoded from.
 * @param text The text, in UTF-16 units.
 * @param at The place.
 * @param encoding The encoding, of those in which a character may take more than one byte.
 */
export function byteIndex(bytes: Uint8Array, text: string, at: number, encoding: string): number {
  if (bytes.length === text.length) return at;
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  let index = 0;
  for (let length = 0; length < at && index < bytes.length; index++) {
    length += decoder.decode(bytes.subarray(index, index + 1), { stream: true }).length;
  }
  return index;
}
