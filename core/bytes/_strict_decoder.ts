/** What of a TextDecoder is needed. */
export interface StrictDecoder {
  /** The charset's name in lower case. */
  readonly encoding: string;
  decode(bytes: Uint8Array): string;
}

/** The strict decoder of UTF-8. */
export const UTF8: StrictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * A decoder that throws a TypeError instead of making up characters, and that keeps a byte order mark.
 *
 * @param label A charset's name. Default UTF-8, which stands for US-ASCII too: to TextDecoder that would be windows-1252.
 * @returns `undefined` if there is no such charset.
 */
export function strictDecoder(label: string | undefined): StrictDecoder | undefined {
  if (label === undefined || /^(?:utf-8|us-ascii|ascii)$/i.test(label)) return UTF8;
  let encoding: string;
  try {
    encoding = new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
  return { encoding, decode: (bytes) => decodeAsStream(encoding, bytes) };
}

/**
 * Decodes in the way of a stream: in the other, Node 20 takes windows-1252 for ISO-8859-1, and 0xFF at its start for a
 * byte order mark.
 */
function decodeAsStream(encoding: string, bytes: Uint8Array): string {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  return decoder.decode(bytes, { stream: true }) + decoder.decode();
}
