import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { Readable } from "node:stream";
import type { Form } from "./form.ts";

/** A socket that is never connected. All requests share it, since it is not what is measured. */
const SOCKET = new Socket();

/** A request whose body is in memory, for peers that accept only requests. */
export class FormRequest extends IncomingMessage {
  readonly #chunks: readonly Buffer[];
  #at = 0;

  constructor({ contentType, bytes, chunks }: Form) {
    super(SOCKET);
    this.headers = { "content-type": contentType, "content-length": String(bytes) };
    this.complete = true;
    this.#chunks = chunks;
  }

  override _read(): void {
    this.push(this.#chunks[this.#at++] ?? null);
  }
}

/** A request whose body is read when it is asked for. */
export class StreamedRequest extends IncomingMessage {
  readonly #source: Readable;

  constructor(contentType: string, source: AsyncIterable<Buffer>) {
    super(SOCKET);
    this.headers = { "content-type": contentType, "transfer-encoding": "chunked" };
    this.complete = true;
    this.#source = Readable.from(source, { objectMode: false, highWaterMark: 1 });
    this.#source.on("data", (chunk: Buffer) => {
      if (!this.push(chunk)) this.#source.pause();
    });
    this.#source.once("end", () => this.push(null));
    this.#source.pause();
  }

  override _read(): void {
    this.#source.resume();
  }
}
