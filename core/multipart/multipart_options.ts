/** How a form is read. Limits are inclusive; `Infinity` turns a limit off. */
export interface MultipartOptions {
  /** The boundary, as {@linkcode parseBoundary} finds it. */
  readonly boundary: string;
  /**
   * The charset of the parts' header lines: the `charset` parameter of the form's own Content-Type. Default UTF-8. The labels
   * ISO-8859-1, windows-1252 and US-ASCII are used only for lines that are not UTF-8, since Apache's HttpClient sends them with
   * UTF-8, too. Any other label is followed.
   */
  readonly headerCharset?: string | undefined;
  /** The largest number of parts in a form. Default 1,000. */
  readonly maxParts?: number | undefined;
  /** The largest size of all header lines of one part, with their line ends, in bytes. Default 16 KiB. */
  readonly maxHeaderBytes?: number | undefined;
  /** The largest size of the content of one part, in bytes. Default 1 GiB. */
  readonly maxPartBytes?: number | undefined;
  /** The largest size of the whole body, with all bytes before, between and after the parts. Default 1 GiB and 4 MiB. */
  readonly maxTotalBytes?: number | undefined;
}
