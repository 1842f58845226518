import { randomInt } from "node:crypto";
import { Readable } from "node:stream";

/**
 * A form as the npm package form-data writes it for clients that were generated from an OpenAPI document. They append a Buffer
 * and a text, both without a file name, and do not send the boundary in the Content-Type.
 */
export class FormDataStream extends Readable {
  readonly #boundary =
    `${"-".repeat(26)}${Array.from({ length: 24 }, () => randomInt(10)).join("")}`;
  readonly #pieces: (string | Uint8Array)[] = [];

  append(name: string, value: string | Uint8Array): void {
    const type = typeof value === "string" ? "" : "Content-Type: application/octet-stream\r\n";
    const disposition = `Content-Disposition: form-data; name="${name}"\r\n`;
    this.#pieces.push(`--${this.#boundary}\r\n${disposition}${type}\r\n`, value, "\r\n");
  }

  override _read(): void {
    for (const piece of this.#pieces) this.push(piece);
    this.push(`--${this.#boundary}--\r\n`);
    this.push(null);
  }
}
