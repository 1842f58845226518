/** How a form is read. Limits are inclusive; `Infinity` means none. */
export interface MultipartOptions {
  /** The boundary, as {@linkcode parseBoundary} finds it. */
  readonly boundary: string;
  /**
   * The charset of the parts' header lines: the `charset` parameter of the form's own Content-Type. Default UTF-8. Lines that
   * are UTF-8 are read so under the labels ISO-8859-1, windows-1252 and US-ASCII, too: Apache's HttpClient labels so
   * whatever it writes. Any other label decides.
   */
  readonly headerCharset?: string | undefined;
  /** Parts in a form. Default 1,000. */
  readonly maxParts?: number | undefined;
  /** Bytes of all header lines of one part, with their line ends. Default 16 KiB. */
  readonly maxHeaderBytes?: number | undefined;
  /** Bytes of the content of one part. Default 1 GiB. */
  readonly maxPartBytes?: number | undefined;
  /** Bytes of the whole body, what is before, between and after the parts among them. Default 1 GiB and 4 MiB. */
  readonly maxTotalBytes?: number | undefined;
}
