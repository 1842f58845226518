import { BEGIN, type Connections, limitTo } from "../connections/_connections.ts";
import type { PgModules } from "../connections/_load_pg.ts";
import { unavailable } from "../connections/_storage_error.ts";
import {
  type ChunkRow,
  ChunkRowDecoder,
  COPY_HEADER,
  COPY_TRAILER,
  writeRowHeader,
} from "../tables/_chunk_rows.ts";
import type { Tables } from "../tables/_tables.ts";
import { contentNumbers } from "./_content_numbers.ts";
import { CopyIn } from "./_copy_in.ts";

/** What the contents of a store need. */
export interface ContentTableParts {
  readonly connections: Connections;
  readonly modules: PgModules;
  readonly tables: Tables;
  /** How long an orphan is kept after it was last wanted, in milliseconds. */
  readonly leaseMs: number;
  /** The longest time of a statement, in milliseconds. */
  readonly timeoutMs: number;
}

/** The contents that are too large for a variable's row: rows of 256 KiB, which are moved in windows by COPY. */
export class ContentTable {
  readonly #parts: ContentTableParts;
  readonly #nextNumber = contentNumbers();

  constructor(parts: ContentTableParts) {
    this.#parts = parts;
  }

  /**
   * Writes a window of a content that is an orphan, and prolongs it. It need not be on the disk yet: the commit that makes a variable
   * refer to the content comes later in PostgreSQL's log, and so brings all windows to the disk.
   *
   * @param content Number of the content; `undefined` to begin a new one.
   * @param first Number of the window's first row.
   * @param rows The rows, with room for their headers. They must not change until the promise has resolved.
   * @returns Number of the content.
   * @throws {StorageError} "unavailable" if the content was swept, since its lease had run out, or if the database has lost some of it
   *   in a crash.
   */
  write(content: number | undefined, first: number, rows: readonly Buffer[]): Promise<number> {
    const number = content ?? this.#nextNumber();
    const statements = [
      ...this.#begin(number, first, rows.length),
      `COPY ${this.#parts.tables.chunk} (content, index, sum, bytes) FROM STDIN (FORMAT binary)`,
      "COMMIT",
    ];
    for (const [index, row] of rows.entries()) writeRowHeader(row, number, first + index);
    return this.#parts.connections.runWindow("store the bytes", async (client) => {
      const copy = new CopyIn(statements, [COPY_HEADER, ...rows, COPY_TRAILER], lost);
      await client.query(copy).finished;
      return number;
    });
  }

  /**
   * Reads rows of a content.
   *
   * @param content Number of the content.
   * @param first Number of the first row.
   * @param end Number behind the last row.
   * @returns The rows that are there, in their order.
   */
  async read(content: number, first: number, end: number): Promise<readonly ChunkRow[]> {
    const { connections, modules, tables } = this.#parts;
    const text = `COPY (SELECT index, sum, bytes FROM ${tables.chunk}
      WHERE content = ${content} AND index >= ${first} AND index < ${end} ORDER BY index)
      TO STDOUT (FORMAT binary)`;
    return connections.readWindow("read a content", async (client) => {
      const decoder = new ChunkRowDecoder();
      const copy = client.query(modules.copyTo(text));
      // The statement ends after its last row, when nobody need listen any more. An error there must not end the process.
      copy.on("error", () => {});
      for await (const piece of copy) decoder.push(piece);
      return decoder.rows;
    });
  }

  /**
   * The statements that begin the transaction of a window. The last of them locks the orphan, so that nobody sweeps it meanwhile. It
   * changes no row if the windows before are not there.
   */
  #begin(content: number, first: number, count: number): readonly string[] {
    const { tables, leaseMs, timeoutMs } = this.#parts;
    const lease = `clock_timestamp() + interval '${leaseMs} ms'`;
    return [
      BEGIN,
      limitTo(timeoutMs),
      "SET LOCAL synchronous_commit = off",
      first === 0
        ? `INSERT INTO ${tables.orphan} VALUES (${content}, ${count}, ${lease})`
        : `UPDATE ${tables.orphan} SET keep_until = ${lease}, written = ${first + count}
           WHERE content = ${content} AND written = ${first} AND keep_until > clock_timestamp()`,
    ];
  }
}

function lost(): Error {
  return unavailable(
    "store the bytes",
    "the database was away for so long, or has crashed, so that they were lost",
  );
}
