import { createHash } from "node:crypto";
import { connect, type Socket } from "node:net";
import type { Pace, Paced } from "./pace.ts";

const HEAD_END = Buffer.from("\r\n\r\n");

/** Downloads a value slowly, through a socket of its own. */
export class SlowReader implements Paced {
  /** Resolves when the head of the answer has come, so that the server has opened the value. */
  readonly opened: Promise<void>;
  /** Resolves to the sha-256 of the value, or to what went wrong. */
  readonly result: Promise<string>;
  since: number = Number.POSITIVE_INFINITY;
  readonly #pace: Pace;
  readonly #socket: Socket;
  readonly #hash = createHash("sha256");
  #head: Buffer = Buffer.alloc(0);
  #length = -1;
  #received = 0;
  #open: () => void = () => {};

  /**
   * @param url The URL of the value's data.
   * @param pace How fast it reads.
   */
  constructor(url: URL, pace: Pace) {
    this.#pace = pace;
    const socket = connect(Number(url.port), url.hostname);
    this.#socket = socket;
    this.opened = new Promise((resolve) => {
      this.#open = resolve;
    });
    this.result = new Promise((resolve) => {
      socket.on("error", (error) => resolve(error.message));
      socket.on("close", () => {
        pace.remove(this);
        this.#open();
        resolve(this.#end());
      });
    });
    socket.on("data", (bytes) => this.#take(bytes));
    socket.write(`GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nConnection: close\r\n\r\n`);
  }

  goOn(allowed: number): void {
    if (this.#received < allowed && this.#socket.isPaused()) this.#socket.resume();
  }

  #take(bytes: Buffer): void {
    if (this.#length >= 0) {
      this.#takeBody(bytes);
      return;
    }
    this.#head = Buffer.concat([this.#head, bytes]);
    const end = this.#head.indexOf(HEAD_END);
    if (end < 0) return;
    const head = this.#head.toString("latin1", 0, end);
    if (!head.startsWith("HTTP/1.1 200 ")) {
      this.#socket.destroy(new Error(`It was answered: ${head.split("\r\n")[0]}`));
      return;
    }
    this.#length = Number(/^content-length: (\d+)$/im.exec(head)?.[1]);
    this.since = performance.now();
    this.#pace.add(this);
    this.#open();
    this.#takeBody(this.#head.subarray(end + HEAD_END.length));
  }

  #takeBody(bytes: Buffer): void {
    this.#hash.update(bytes);
    this.#received += bytes.length;
    if (this.#received >= this.#length) this.#socket.destroy();
    else if (this.#received >= this.#pace.allowed(this)) this.#socket.pause();
  }

  #end(): string {
    if (this.#received === this.#length) return this.#hash.digest("hex");
    return `it ended after ${this.#received} of ${this.#length} bytes`;
  }
}
