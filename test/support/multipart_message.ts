/** A part of a message. */
export interface MessagePart {
  readonly name: string;
  readonly filename?: string | undefined;
  readonly contentType?: string | undefined;
  readonly content: Uint8Array;
}

/** Encodes a multipart/form-data body, with names escaped as browsers do. */
export function multipartMessage(boundary: string, parts: readonly MessagePart[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (const { name, filename, contentType, content } of parts) {
    let head = `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(name)}"`;
    if (filename !== undefined) head += `; filename="${escapeName(filename)}"`;
    head += "\r\n";
    if (contentType !== undefined) head += `Content-Type: ${contentType}\r\n`;
    pieces.push(utf8(`${head}\r\n`), content, utf8("\r\n"));
  }
  pieces.push(utf8(`--${boundary}--\r\n`));
  return concat(pieces);
}

/** The bytes of a text in UTF-8. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Makes bytes of a text in which each character stands for one byte. */
export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Makes a text in which each character stands for one byte. */
export function toLatin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}

/** Joins bytes. */
export function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function escapeName(name: string): string {
  return name.replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll('"', "%22");
}
