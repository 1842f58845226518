import type { Duplex } from "node:stream";

/** So many reads of one connection run at once, since each may hold a file open. */
const MAX_READS = 16;

interface Turn {
  readonly isRead: boolean;
  readonly start: () => void;
}

/**
 * The order of the requests of one connection. One starts its work when those before it have done theirs, unless all of them
 * only read (RFC 9112, section 9.3.2): what comes behind a write finds what it wrote.
 *
 * While a request waits the connection is not read, so that no more of them come than one read of it holds.
 */
export class Turns {
  readonly #socket: Duplex;
  readonly #waiting: Turn[] = [];
  /** How many run: reads, or one write. */
  #running = 0;
  #writes = false;
  #hasEnded = false;
  readonly #hold = () => void this.#socket.pause();

  /** @param socket The connection. */
  constructor(socket: Duplex) {
    this.#socket = socket;
  }

  /** Whether requests wait. */
  get isHeld(): boolean {
    return this.#waiting.length > 0;
  }

  /**
   * Begins a turn if it is its time: whoever gets `true` runs, and leaves.
   *
   * @param isRead Whether the request only reads.
   */
  enter(isRead: boolean): boolean {
    if (this.#hasEnded || this.#waiting.length > 0) return false;
    return this.#enter(isRead);
  }

  /**
   * Has a request wait which could not enter.
   *
   * @param isRead Whether the request only reads.
   * @param start Runs it. Never called if the connection ends before.
   */
  wait(isRead: boolean, start: () => void): void {
    if (this.#hasEnded) return;
    this.#waiting.push({ isRead, start });
    // Node resumes the connection at the end of each request.
    if (this.#waiting.length === 1) this.#socket.on("resume", this.#hold).pause();
  }

  /** Ends a turn, and begins those that waited for it. */
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

  /** Begins no further turn: the connection has ended, or ends with an answer that is already decided (RFC 9112, section 9.6). */
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
