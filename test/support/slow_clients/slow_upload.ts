import { connect, type Socket } from "node:net";
import type { Pace, Paced } from "./pace.ts";

const BOUNDARY = "varpost-slow";
const BEFORE = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="data"\r\n\r\n`;
const BEHIND = `\r\n--${BOUNDARY}--\r\n`;
const CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
/** The most bytes of one write. */
const PIECE_BYTES = 16_384;

/** Uploads a value slowly, through a socket of its own. */
export class SlowUpload implements Paced {
  /** Resolves when the server has asked for the body. */
  readonly opened: Promise<void>;
  /** Resolves to the status line of the answer, or to what went wrong. */
  readonly result: Promise<string>;
  since: number = Number.POSITIVE_INFINITY;
  readonly #pace: Pace;
  readonly #socket: Socket;
  readonly #value: Buffer;
  #sent = 0;

  /**
   * @param url The URL of the variable's data.
   * @param value The bytes.
   * @param pace How fast it sends them.
   */
  constructor(url: URL, value: Buffer, pace: Pace) {
    this.#pace = pace;
    this.#value = value;
    const socket = connect(Number(url.port), url.hostname);
    this.#socket = socket;
    let answer = "";
    this.opened = new Promise((resolve) => {
      socket.setEncoding("latin1").on("data", (text: string) => {
        answer += text;
        if (answer !== CONTINUE) return;
        answer = "";
        this.since = performance.now();
        socket.write(BEFORE);
        pace.add(this);
        resolve();
      });
      socket.on("close", resolve);
    });
    this.result = new Promise((resolve) => {
      socket.on("error", (error) => resolve(error.message));
      socket.on("close", () => {
        pace.remove(this);
        resolve(answer.split("\r\n")[0] ?? "");
      });
    });
    const head = [
      `POST ${url.pathname} HTTP/1.1`,
      `Host: ${url.host}`,
      "Connection: close",
      "Expect: 100-continue",
      `Content-Type: multipart/form-data; boundary=${BOUNDARY}`,
      `Content-Length: ${BEFORE.length + value.length + BEHIND.length}`,
    ];
    socket.write(`${head.join("\r\n")}\r\n\r\n`);
  }

  goOn(allowed: number): void {
    // What the server does not take yet waits in the socket. More of it would only take memory.
    while (this.#sent < allowed && !this.#socket.writableNeedDrain) {
      const piece = this.#value.subarray(this.#sent, this.#sent + PIECE_BYTES);
      this.#sent += piece.length;
      this.#socket.write(piece);
      if (this.#sent < this.#value.length) continue;
      this.#socket.write(BEHIND);
      this.#pace.remove(this);
      return;
    }
  }

  /** Gives up, as a client does that is killed. */
  abort(): void {
    this.#socket.destroy();
  }
}
