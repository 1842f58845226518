import type { Duplex } from "node:stream";

/** At most this many reads of one connection run at once, since each may hold a file open. */
const MAX_READS = 16;

interface Turn {
  readonly isRead: boolean;
  readonly start: () => void;
}

/**
 * The order of the pipelined requests of one connection. Reads run together. A write runs alone: it begins when all requests before
 * it have finished, and the requests behind it begin when it has finished (RFC 9112, section 9.3.2). So a read behind a write finds
 * what was written.
 *
 * While a request waits, the socket is paused. So no more requests wait than one read of the socket can hold.
 */
export class Turns {
  readonly #socket: Duplex;
  readonly #waiting: Turn[] = [];
  /** Number of requests that run: several reads, or one write. */
  #running = 0;
  #writes = false;
  #hasEnded = false;
  readonly #hold = () => void this.#socket.pause();

  /** @param socket The connection. */
  constructor(socket: Duplex) {
    this.#socket = socket;
  }

  /** Whether requests wait. */
  get hasWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /**
   * Begins the turn of a request if it can run now.
   *
   * @param isRead Whether the request only reads.
   * @returns True if the turn has begun. Then run the request, and call {@linkcode leave} after it.
   */
  enter(isRead: boolean): boolean {
    if (this.#hasEnded || this.#waiting.length > 0) return false;
    return this.#enter(isRead);
  }

  /**
   * Queues a request that could not {@linkcode enter}.
   *
   * @param isRead Whether the request only reads.
   * @param start Called when its turn has begun; never if the connection ends first.
   */
  wait(isRead: boolean, start: () => void): void {
    if (this.#hasEnded) return;
    this.#waiting.push({ isRead, start });
    // Node resumes the socket at the end of each request. So it is paused again each time.
    if (this.#waiting.length === 1) this.#socket.on("resume", this.#hold).pause();
  }

  /** Ends a turn, and begins the turns that waited for it. */
  leave(): void {
    this.#running--;
    this.#writes = false;
    let [next] = this.#waiting;
    if (next === undefined) return;
    while (next !== undefined && this.#enter(next.isRead)) {
      this.#waiting.shift();
      next.start();
      [next] = this.#waiting;
    }
    if (next === undefined && !this.#hasEnded) this.#socket.off("resume", this.#hold).resume();
  }

  /** Drops all waiting requests. The connection has closed, or will close after an answer before them (RFC 9112, section 9.6). */
  end(): void {
    this.#hasEnded = true;
    this.#waiting.length = 0;
  }

  #enter(isRead: boolean): boolean {
    if (this.#running > 0 && (!isRead || this.#writes || this.#running === MAX_READS)) return false;
    this.#running++;
    this.#writes = !isRead;
    return true;
  }
}
