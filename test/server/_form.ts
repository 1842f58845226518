/** One part of a form. */
export interface FormPart {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly filename?: string;
  readonly contentType?: string;
}

const BOUNDARY = "-OSQH1f8lzs83iXFHphqfIuitaQfNKFY74Y";

/** The form's own content type. */
export const FORM_TYPE: string = `multipart/form-data; boundary=${BOUNDARY}`;

/** Writes a form. */
export function form(...parts: readonly FormPart[]): Buffer {
  const pieces: (string | Uint8Array)[] = [];
  for (const { name, content, filename, contentType } of parts) {
    pieces.push(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"`);
    if (filename !== undefined) pieces.push(`; filename="${filename}"`);
    if (contentType !== undefined) pieces.push(`\r\nContent-Type: ${contentType}`);
    pieces.push("\r\n\r\n", content, "\r\n");
  }
  pieces.push(`--${BOUNDARY}--\r\n`);
  return Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
}
