import type { Connection, Submittable } from "pg";

const COPY_DATA = "d".charCodeAt(0);
/** The message that ends a COPY: its code, and its length. */
const COPY_DONE = Buffer.from("c\0\0\0\x04", "latin1");
/** The message that gives a COPY up: its code, its length, and a reason. */
const COPY_FAIL = Buffer.from("f\0\0\0\x05\0", "latin1");
/** How the database says that a statement has changed no row: `UPDATE 0`. */
const NO_ROW = / 0$/;

/**
 * A query for `client.query()` that sends a COPY whose bytes are in memory already, and the statements around it in the same round trip.
 * `pg-copy-streams` can do it, too. But if the
 * database refuses a row while others wait for the network, it goes on with them later without a connection, and that error ends the
 * process.
 *
 * The database skips what comes behind a row that it has refused, so the rest need not be held back.
 */
export class CopyIn implements Submittable {
  /** Resolves when all statements have ended. Rejects with the error of the database or the connection. */
  readonly finished: Promise<void>;
  readonly #text: string;
  readonly #pieces: readonly Uint8Array[];
  readonly #noRow: (() => Error) | undefined;
  /** What the statement before has done. */
  #done = "";
  #isGivenUp = false;
  #resolve: () => void = () => {};
  #reject: (error: unknown) => void = () => {};

  /**
   * @param statements Statements that return no rows, one of which is `COPY … FROM STDIN`. The others need not be there.
   * @param pieces The bytes of COPY. They must not change until `finished` is settled.
   * @param noRow Makes an error. If the statement before COPY has changed no row, COPY and what follows it are given up with this error.
   * Default: COPY goes on.
   */
  constructor(statements: readonly string[], pieces: readonly Uint8Array[], noRow?: () => Error) {
    this.#text = statements.join("; ");
    this.#pieces = pieces;
    this.#noRow = noRow;
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
    this.#isGivenUp = this.#noRow !== undefined && NO_ROW.test(this.#done);
    if (this.#isGivenUp) {
      stream.write(COPY_FAIL);
      return;
    }
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

  /** Called at the end of each statement. */
  handleCommandComplete({ text }: { readonly text: string }): void {
    this.#done = text;
  }

  /** Called when the connection is free. */
  handleReadyForQuery(): void {
    this.#resolve();
  }

  /** Called when the database has refused a statement or the rows, or the connection was lost. */
  handleError(error: unknown): void {
    this.#reject(this.#isGivenUp ? this.#noRow?.() : error);
  }
}
