import type { PartHeaders } from "./part_headers.ts";

/** What a part's headers say. */
export interface PartHead {
  /** The field's name. Any text, and never safe as a path or a key of a plain object. */
  readonly name: string;
  /**
   * The file's name, with its path and control characters if it has them; `undefined` without one, `""` for an empty one.
   * A `filename*` that can be decoded (RFC 5987) is preferred to `filename`, as RFC 6266 has it in section 4.3, unless it is
   * `filename` in quotes (.NET) or ends where that goes on with a semicolon (React Native). Without both, the pieces of RFC
   * 2231 count. In `filename`, decoded are `\"` and `\\`, `%22`, `%0D` and `%0A`, and the encoded words of RFC 2047; all else
   * stays as it was sent. Where `\"` and `\\` as escapes make no sense, senders mean them as they stand.
   */
  readonly filename: string | undefined;
  /** The whole value of the part's Content-Type; `undefined` without one. */
  readonly contentType: string | undefined;
  /** All headers of the part. */
  readonly headers: PartHeaders;
}

/** One part of a form. Its body is read once, in one of three ways, before the next part is asked for. */
export interface Part extends PartHead {
  /**
   * The content as it comes: views into the source's chunks, none of them empty. Do not write to them or transfer them;
   * copy what is kept. Iterating a second time throws a TypeError; so does reading on after the next part was asked
   * for. Leaving the loop early discards the rest.
   */
  readonly body: AsyncIterable<Uint8Array>;
  /** The whole content, at most `maxPartBytes`, in an array of its own. */
  bytes(): Promise<Uint8Array>;
  /**
   * The whole content as text, in the charset of the part's Content-Type, by default UTF-8. As in WHATWG's "decode"
   * (Encoding Standard, section 6) a byte order mark decides over the label and is no part of the text. Rejects with a
   * SyntaxError if the charset is unknown or the content is not in it.
   */
  text(): Promise<string>;
}
