import type { Socket } from "node:net";

/** How often the clock looks in the time that a client is given. */
export const LOOKS = 16;

/**
 * Sees to it that a client keeps a connection no longer waiting than it may. Nothing else has a timer on it, but for Node's own
 * while no request is there, so that none can take another's off.
 *
 * It does not compare times but counts how often it found nothing new. A process that stood still for a minute does not
 * take that for the client's silence.
 */
export class ConnectionClock {
  readonly #socket: Socket;
  readonly #idleMs: number;
  readonly #watched = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;
  /** How much the client had taken at the last look, and how often that has not changed. */
  #taken = "";
  #still = 0;

  /**
   * @param socket The connection.
   * @param idleMs How long a client may take none of the bytes that wait for it. Milliseconds; `Infinity` for ever.
   */
  constructor(socket: Socket, idleMs: number) {
    this.#socket = socket;
    this.#idleMs = idleMs;
  }

  /** Closes the connection if the client does not take in time what the kernel has not taken at once. */
  start(): void {
    if (this.#timer !== undefined || this.#idleMs === Infinity || this.#socket.destroyed) return;
    this.#still = 0;
    this.#timer = setInterval(() => this.#tick(), this.#idleMs / LOOKS).unref();
  }

  /**
   * Runs as long as something is watched, also while no bytes wait to be taken.
   *
   * @param look Called `LOOKS` times in `idleMs`.
   */
  watch(look: () => void): void {
    this.#watched.add(look);
    this.start();
  }

  /** Ends a {@linkcode watch}. The clock itself ends later, so that the next one finds it running. */
  unwatch(look: () => void): void {
    this.#watched.delete(look);
  }

  /** Ends it, with the connection. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tick(): void {
    for (const look of this.#watched) look();
    if (this.#socket.writableLength > 0) this.#lookForTaking();
    else if (this.#watched.size === 0) this.stop();
    else this.#still = 0;
  }

  #lookForTaking(): void {
    const taken = takenOf(this.#socket);
    this.#still = taken === this.#taken ? this.#still + 1 : 0;
    this.#taken = taken;
    if (this.#still >= LOOKS) this.#socket.destroy();
  }
}

/** What changes as soon as a client takes a byte: how many chunks it has taken, and how much of the present one is left. */
function takenOf(socket: Socket): string {
  const taken = socket.bytesWritten - socket.writableLength;
  // Of a large chunk only the handle knows how much the kernel has taken. Node documents it nowhere, so it may be missing.
  const handle: unknown = "_handle" in socket ? socket._handle : undefined;
  const isTelling = typeof handle === "object" && handle !== null && "writeQueueSize" in handle;
  return `${taken} ${isTelling ? handle.writeQueueSize : ""}`;
}
