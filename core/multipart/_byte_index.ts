/**
 * Finds the byte from which a character of a text was decoded. It is slow; use it for messages only.
 *
 * @param bytes The bytes of the whole text.
 * @param text The text.
 * @param at Index of the character, in UTF-16 code units.
 * @param encoding The encoding of the bytes, as `TextDecoder` names it.
 * @returns Index of the character's first byte.
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
