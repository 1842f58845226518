/** A part of a form, as a parser must emit it. */
export interface ExpectedPart {
  readonly name: string;
  readonly content: Buffer;
  /** Peers emit a part with a file name as a stream of bytes, and a part without one as text. */
  readonly filename?: string;
}

/** A form in chunks, as it comes over the wire. */
export interface Form {
  readonly contentType: string;
  readonly boundary: string;
  readonly chunks: readonly Buffer[];
  readonly parts: readonly ExpectedPart[];
  /** Number of bytes of all chunks. */
  readonly bytes: number;
  /** Number of bytes in the contents of all parts. */
  readonly contentBytes: number;
}

/** Encodes parts, and cuts the form into chunks of `chunkBytes`. */
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
