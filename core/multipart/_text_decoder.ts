import { type StrictDecoder, strictDecoder } from "../bytes/_strict_decoder.ts";

/** The longest byte order mark. Bytes. */
export const MAX_MARK_BYTES = 3;

const MARKS: readonly { readonly encoding: string; readonly bytes: readonly number[] }[] = [
  { encoding: "utf-8", bytes: [0xef, 0xbb, 0xbf] },
  { encoding: "utf-16be", bytes: [0xfe, 0xff] },
  { encoding: "utf-16le", bytes: [0xff, 0xfe] },
];

/** Decodes one text, whole, without its byte order mark. */
export interface MarkedDecoder extends StrictDecoder {
  /** Length of the text's byte order mark, which is no part of it. */
  readonly markBytes: number;
}

/**
 * A strict decoder for one text, found as WHATWG's "decode" does (Encoding Standard, section 6): a byte order mark decides,
 * whatever the label says, and goes; without one it is the label.
 *
 * @param head The text, or as much of its beginning as a mark may be long.
 * @param label The charset that its sender named. None, and US-ASCII, mean UTF-8.
 * @returns `undefined` if there is no such charset.
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
