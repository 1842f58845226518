import type { Socket } from "node:net";
import { clearInterval, setInterval } from "./_timers.ts";

/** How often the clock ticks within `idleMs`. */
export const TICKS_PER_IDLE = 16;

/**
 * The clock of a connection. It closes the connection of a client that does not read, and its ticks tell watchers how long they have
 * waited. No other code sets the socket's timeout, so no code can clear the timeout of another. Only Node does it, while there is no
 * request.
 *
 * The clock does not compare times. It counts ticks at which nothing was new. So a process that stood still for a minute does not
 * take this minute for the client's silence.
 */
export class ConnectionClock {
  readonly #socket: Socket;
  readonly #idleMs: number;
  readonly #watchers = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;
  /** The progress of the client at the last tick. */
  #progress = "";
  /** Number of ticks in a row without progress. */
  #idleTicks = 0;

  /**
   * @param socket The connection.
   * @param idleMs How long buffered bytes may wait for the client to read any. Milliseconds; `Infinity` for ever.
   */
  constructor(socket: Socket, idleMs: number) {
    this.#socket = socket;
    this.#idleMs = idleMs;
  }

  /** Starts the clock. It closes the connection if the client does not read buffered bytes within `idleMs`. */
  start(): void {
    if (this.#timer !== undefined || this.#idleMs === Infinity || this.#socket.destroyed) return;
    this.#idleTicks = 0;
    this.#timer = setInterval(() => this.#tick(), this.#idleMs / TICKS_PER_IDLE).unref();
  }

  /**
   * Adds a watcher. The clock runs while there is one, even if there are no buffered bytes.
   *
   * @param onTick Called `TICKS_PER_IDLE` times in `idleMs`.
   */
  watch(onTick: () => void): void {
    this.#watchers.add(onTick);
    this.start();
  }

  /** Removes a watcher. The clock stops only at a later tick, so that the next {@linkcode watch} need not start it again. */
  unwatch(onTick: () => void): void {
    this.#watchers.delete(onTick);
  }

  /** Stops the clock. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tick(): void {
    for (const onTick of this.#watchers) onTick();
    if (this.#socket.writableLength > 0) this.#checkProgress();
    else if (this.#watchers.size === 0) this.stop();
    else this.#idleTicks = 0;
  }

  #checkProgress(): void {
    const progress = progressOf(this.#socket);
    this.#idleTicks = progress === this.#progress ? this.#idleTicks + 1 : 0;
    this.#progress = progress;
    if (this.#idleTicks >= TICKS_PER_IDLE) this.#socket.destroy();
  }
}

/** A text that changes as soon as the client reads: the bytes of finished chunks, and the bytes left of the current chunk. */
function progressOf(socket: Socket): string {
  const taken = socket.bytesWritten - socket.writableLength;
  // Only the handle knows how much of a large chunk the kernel has taken. Node does not document it, so it may be missing.
  const handle: unknown = "_handle" in socket ? socket._handle : undefined;
  const isTelling = typeof handle === "object" && handle !== null && "writeQueueSize" in handle;
  return `${taken} ${isTelling ? handle.writeQueueSize : ""}`;
}
