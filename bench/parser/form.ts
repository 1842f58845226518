/** One part of a form, as it must come out. */
export interface ExpectedPart {
  readonly name: string;
  readonly content: Buffer;
  /** A part with a file name goes through the peers as a stream of bytes, one without as text. */
  readonly filename?: string;
}

/** A form as it comes over the wire, cut into chunks. */
export interface Form {
  readonly contentType: string;
  readonly boundary: string;
  readonly chunks: readonly Buffer[];
  readonly parts: readonly ExpectedPart[];
  /** Of all chunks. */
  readonly bytes: number;
  /** Of all parts. */
  readonly contentBytes: number;
}

/** Encodes the parts, and cuts the result at the multiples of `chunkBytes`. */
export function encodeForm(
  boundary: string,
  parts: readonly ExpectedPart[],
  chunkBytes: number,
): Form {
  const pieces = parts.flatMap(({ name, filename, content }) => [
    Buffer.from(`--${boundary}\r\n${head(name, filename)}\r\n\r\n`),
    content,
    Buffer.from("\r\n"),
  ]);
  const body = Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]);
  const chunks: Buffer[] = [];
  for (let at = 0; at < body.length; at += chunkBytes) {
    chunks.push(body.subarray(at, at + chunkBytes));
  }
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    boundary,
    chunks,
    parts,
    bytes: body.length,
    contentBytes: parts.reduce((sum, { content }) => sum + content.length, 0),
  };
}

function head(name: string, filename: string | undefined): string {
  const disposition = `Content-Disposition: form-data; name="${name}"`;
  if (filename === undefined) return disposition;
  return `${disposition}; filename="${filename}"\r\nContent-Type: application/octet-stream`;
}
