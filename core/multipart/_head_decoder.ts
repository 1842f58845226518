import { type StrictDecoder, strictDecoder, UTF8 } from "../bytes/_strict_decoder.ts";

/**
 * The decoder of the parts' header lines. Clients call ISO-8859-1, windows-1252 or US-ASCII what they write in UTF-8 all
 * the same, as Apache's HttpClient does, so these (one charset to TextDecoder) count only for bytes that are no UTF-8.
 * Bytes of other charsets may be UTF-8 by accident, so any other label decides.
 *
 * @param label The form's charset; `undefined` for UTF-8.
 * @returns `undefined` if there is no such charset.
 */
export function headDecoder(label: string | undefined): StrictDecoder | undefined {
  const labelled = strictDecoder(label);
  if (labelled?.encoding !== "windows-1252") return labelled;
  return {
    encoding: labelled.encoding,
    decode: (bytes) => {
      try {
        return UTF8.decode(bytes);
      } catch {
        return labelled.decode(bytes);
      }
    },
  };
}
