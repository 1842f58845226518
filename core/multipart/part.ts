import type { PartHeaders } from "./part_headers.ts";

/** The headers of a part, and the names in them. */
export interface PartHead {
  /** The field's name. It may be any text: do not use it as a path or as a key of a plain object. */
  readonly name: string;
  /**
   * The file's name, with its path and control characters if it has them; `undefined` if there is no file name, `""` if it is
   * empty.
   *
   * A `filename*` that can be decoded (RFC 5987) is preferred to `filename`, as RFC 6266, section 4.3, says. But `filename` is
   * taken if `filename*` is a damaged copy of it: .NET adds quotes around it, and React Native cuts it at a semicolon. If both are
   * missing, the numbered pieces of RFC 2231 are joined.
   *
   * In `filename`, these are decoded: `\"` and `\\`, `%22`, `%0D` and `%0A`, and the encoded words of RFC 2047. All else stays as
   * it was sent, and so do `\"` and `\\` where the header is well-formed only without escapes.
   */
  readonly filename: string | undefined;
  /** The whole value of the part's Content-Type; `undefined` if the part has none. */
  readonly contentType: string | undefined;
  /** All headers of the part. */
  readonly headers: PartHeaders;
}

/**
 * One part of a form. Its content can be read once: by `body`, by `bytes` or by `text`, and only before the next part is asked
 * for. Each other read throws or rejects with a TypeError.
 */
export interface Part extends PartHead {
  /**
   * The content while it arrives, as views into the source's chunks; none of them is empty. Do not write to them or transfer them,
   * and copy what you keep. Leaving the loop early discards the rest.
   */
  readonly body: AsyncIterable<Uint8Array>;
  /** Reads the whole content, at most `maxPartBytes`, into an array of its own. */
  bytes(): Promise<Uint8Array>;
  /**
   * Reads the whole content as text, in the charset of the part's Content-Type, by default UTF-8. As in WHATWG's "decode" (Encoding
   * Standard, section 6), a byte order mark decides over that charset and is dropped. Rejects with a SyntaxError if the charset is
   * unknown or the content is not in it.
   */
  text(): Promise<string>;
}
