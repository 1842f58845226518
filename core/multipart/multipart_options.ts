/** How a form is read. Limits are inclusive; `Infinity` means none. */
export interface MultipartOptions {
  /** The boundary, as {@linkcode parseBoundary} finds it. */
  readonly boundary: string;
  /**
   * The charset of the parts' header lines: the `charset` parameter of the form's own Content-Type, which Apache's
   * HttpClient sends with ISO-8859-1. Default UTF-8.
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
