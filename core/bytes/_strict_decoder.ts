/** The part of `TextDecoder` that the core uses. */
export interface StrictDecoder {
  /** The charset's name in lower case. */
  readonly encoding: string;
  decode(bytes: Uint8Array): string;
}

/** The strict decoder of UTF-8. */
export const UTF8: StrictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Finds a decoder that throws a TypeError for bytes that are not in its charset, and that keeps a byte order mark.
 *
 * @param label A charset's name. Default UTF-8. US-ASCII means UTF-8, too; `TextDecoder` would read it as windows-1252.
 * @returns The decoder; `undefined` if the charset is unknown.
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
 * Decodes with the option `stream`. Without it, Node 20 decodes windows-1252 as ISO-8859-1, and takes 0xFF at the start for a byte
 * order mark.
 */
function decodeAsStream(encoding: string, bytes: Uint8Array): string {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  return decoder.decode(bytes, { stream: true }) + decoder.decode();
}
