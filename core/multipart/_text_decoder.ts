import { type StrictDecoder, strictDecoder } from "../bytes/_strict_decoder.ts";

/** Length in bytes of the longest byte order mark. */
export const MAX_MARK_BYTES = 3;

const MARKS: readonly { readonly encoding: string; readonly bytes: readonly number[] }[] = [
  { encoding: "utf-8", bytes: [0xef, 0xbb, 0xbf] },
  { encoding: "utf-16be", bytes: [0xfe, 0xff] },
  { encoding: "utf-16le", bytes: [0xff, 0xfe] },
];

/** Decodes one whole text, and drops its byte order mark. */
export interface MarkedDecoder extends StrictDecoder {
  /** Length in bytes of the text's byte order mark; 0 if it has none. */
  readonly markBytes: number;
}

/**
 * Finds a strict decoder for one text as WHATWG's "decode" does (Encoding Standard, section 6): a byte order mark decides over
 * the label, and is dropped; without one the label decides.
 *
 * @param head The text, or at least its first three bytes.
 * @param label The charset that the sender named. `undefined` and US-ASCII mean UTF-8.
 * @returns The decoder; `undefined` if the charset is unknown.
 */
export function textDecoder(
  head: Uint8Array,
  label: string | undefined,
): MarkedDecoder | undefined {
  const mark = findMark(head);
  const labelled = strictDecoder(label);
  const decoder = labelled && mark ? strictDecoder(mark.encoding) : labelled;
  if (decoder === undefined) return undefined;
  const markBytes = mark?.bytes.length ?? 0;
  return {
    encoding: decoder.encoding,
    markBytes,
    decode: (text) => decoder.decode(markBytes === 0 ? text : text.subarray(markBytes)),
  };
}

function findMark(head: Uint8Array): (typeof MARKS)[number] | undefined {
  // Nearly all texts begin with an ASCII character.
  if (head[0] === undefined || head[0] < 0xef) return undefined;
  return MARKS.find(({ bytes }) => bytes.every((byte, i) => head[i] === byte));
}
