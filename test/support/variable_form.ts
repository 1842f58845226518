import type { VariableForm } from "../../core/variables/options/variable_options.ts";

/** A part of a form. */
export interface FormPart {
  readonly name: string;
  readonly filename?: string;
  readonly contentType?: string;
  readonly content: string | Uint8Array;
}

export const BOUNDARY = "----form";

/** Encodes a form. Names and file names are written as they are. */
export function encodeForm(parts: readonly FormPart[]): Uint8Array {
  const pieces: (string | Uint8Array)[] = [];
  for (const { name, filename, contentType, content } of parts) {
    const file = filename === undefined ? "" : `; filename="${filename}"`;
    const type = contentType === undefined ? "" : `Content-Type: ${contentType}\r\n`;
    const disposition = `Content-Disposition: form-data; name="${name}"${file}\r\n`;
    pieces.push(`--${BOUNDARY}\r\n${disposition}${type}\r\n`, content, "\r\n");
  }
  pieces.push(`--${BOUNDARY}--\r\n`);
  return new Uint8Array(Buffer.concat(pieces.map((piece) => Buffer.from(piece))));
}

/** Makes a form for the service, in chunks of `chunkSize` bytes. */
export function variableForm(parts: readonly FormPart[], chunkSize = Infinity): VariableForm {
  return {
    contentType: `multipart/form-data; boundary=${BOUNDARY}`,
    body: inChunks(encodeForm(parts), chunkSize),
  };
}

/** Cuts bytes into chunks. Each chunk is valid only until the next one is asked for: then it is overwritten. */
export async function* inChunks(bytes: Uint8Array, chunkSize: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += chunkSize) {
    const chunk = bytes.slice(start, start + chunkSize);
    yield chunk;
    chunk.fill(0xee);
  }
}
