import { type StrictDecoder, strictDecoder, UTF8 } from "../bytes/_strict_decoder.ts";

/**
 * Finds the decoder of the parts' header lines. Some clients, such as Apache's HttpClient, name ISO-8859-1, windows-1252 or
 * US-ASCII and write UTF-8 all the same. So these three, which are one charset to `TextDecoder`, are used only for bytes that are
 * not UTF-8. Bytes in any other charset could be UTF-8 by accident, so any other label is followed.
 *
 * @param label The form's charset; `undefined` for UTF-8.
 * @returns The decoder; `undefined` if the charset is unknown.
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
