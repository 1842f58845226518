import type { Connection, Submittable } from "pg";

const COPY_DATA = "d".charCodeAt(0);
/** The message that ends a COPY: its code, and its length. */
const COPY_DONE = Buffer.from("c\0\0\0\x04", "latin1");

/**
 * A query for `client.query()` that sends a COPY whose bytes are in memory already. `pg-copy-streams` can do it, too. But if the
 * database refuses a row while others wait for the network, it goes on with them later without a connection, and that error ends the
 * process.
 *
 * The database skips what comes behind a row that it has refused, so the rest need not be held back.
 */
export class CopyIn implements Submittable {
  /** Resolves when the database has taken all rows. Rejects with the error of the database or the connection. */
  readonly finished: Promise<void>;
  readonly #text: string;
  readonly #pieces: readonly Uint8Array[];
  #resolve: () => void = () => {};
  #reject: (error: unknown) => void = () => {};

  /**
   * @param text A statement `COPY … FROM STDIN`.
   * @param pieces Its bytes. They must not change until `finished` is settled.
   */
  constructor(text: string, pieces: readonly Uint8Array[]) {
    this.#text = text;
    this.#pieces = pieces;
    this.finished = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Called by `pg` when it is the turn of this query. */
  submit(connection: Connection): void {
    connection.query(this.#text);
  }

  /** Called when the database wants the bytes. */
  handleCopyInResponse({ stream }: Connection): void {
    stream.cork();
    for (const piece of this.#pieces) {
      const header = Buffer.allocUnsafe(5);
      header.writeUInt8(COPY_DATA, 0);
      header.writeUInt32BE(4 + piece.length, 1);
      stream.write(header);
      stream.write(piece);
    }
    stream.write(COPY_DONE);
    stream.uncork();
  }

  /** Called when all rows are there; the next message says that the connection is free. */
  handleCommandComplete(): void {}

  /** Called when the connection is free. */
  handleReadyForQuery(): void {
    this.#resolve();
  }

  /** Called when the database has refused the rows, or the connection was lost. */
  handleError(error: unknown): void {
    this.#reject(error);
  }
}
