import { compareKeys, scalarKey } from "../../../core/storage/query/scalar_key.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import type { VerificationWatch } from "../../_verification.ts";
import { openConnections } from "../_open_connections.ts";
import { ContentTable } from "../contents/_content_table.ts";
import { readContent } from "../contents/_read_content.ts";
import { WindowRows } from "../contents/_window_rows.ts";
import type { ConnectionSettings } from "../settings/_connection_settings.ts";
import { fromColumns } from "../tables/_variable_rows.ts";
import { isDamage, type RawRow, RowReader } from "./_row_reader.ts";

const TIMEOUT_MS = 60_000;
/** The verification writes no content, so nothing of its own needs to be kept. */
const NO_LEASE_MS = 0;

/**
 * Reads all values of a PostgreSQL store, and reports what is damaged, by the checksums of the rows. Others may use the store meanwhile.
 *
 * @throws {StorageError} The errors of `PostgresStorage.open`, and if the database cannot be reached any more.
 */
export async function verifyPostgres(
  settings: ConnectionSettings,
  watch: VerificationWatch,
): Promise<void> {
  const open = await openConnections(settings, TIMEOUT_MS);
  try {
    const contents = new ContentTable({ ...open, leaseMs: NO_LEASE_MS, timeoutMs: TIMEOUT_MS });
    const rows = new RowReader(open.connections, open.tables);
    const check = new RowCheck(rows, contents, open.tables.schemaName, watch);
    const unreadable = rows.all(([instanceId, name], message) =>
      check.report(instanceId, name, `the database cannot read the row: ${message}`),
    );
    for await (const row of unreadable) {
      watch.signal.throwIfAborted();
      await check.check(row);
    }
  } finally {
    await open.connections.close();
  }
}

/** Checks rows of variables with their contents. */
class RowCheck {
  readonly #rows: RowReader;
  readonly #contents: ContentTable;
  readonly #schema: string;
  readonly #watch: VerificationWatch;

  constructor(rows: RowReader, contents: ContentTable, schema: string, watch: VerificationWatch) {
    this.#rows = rows;
    this.#contents = contents;
    this.#schema = schema;
    this.#watch = watch;
  }

  report(instanceId: string, name: string, problem: string): void {
    const place = `schema '${this.#schema}', table 'variable'`;
    this.#watch.onDamage({ place, problem, variable: { instanceId, name } });
  }

  async check(row: RawRow): Promise<void> {
    const [instanceId, scalar, ...columns] = row;
    const [name, , , , , , , inline] = columns;
    this.#watch.onProgress(1, inline?.length ?? 0);
    const variable = tryCorrupt(() => fromColumns(instanceId, columns));
    if (variable === undefined) {
      this.report(instanceId, name, "the row is not what was written");
      return;
    }
    const { record, content } = variable;
    if (!isSameKey(scalarKey(record), scalar)) {
      const problem = "the key by which queries find the value is not what was written";
      this.report(instanceId, name, `${problem}; set the variable again`);
    }
    if (content !== undefined) await this.#checkContent(instanceId, name, content, record.size);
  }

  async #checkContent(
    instanceId: string,
    name: string,
    content: number,
    size: number,
  ): Promise<void> {
    const { onDamage, onProgress, signal } = this.#watch;
    const present = () => this.#rows.find([instanceId, name]);
    const isWanted = async () => (await present())?.[8] === String(content);
    const parts = { contents: this.#contents, windowRows: new WindowRows() };
    try {
      for await (const bytes of readContent(parts, { content, size, isWanted }, 0, size)) {
        signal.throwIfAborted();
        onProgress(0, bytes.length);
      }
    } catch (error) {
      if (error instanceof StorageError && error.code === "gone") {
        // It was replaced or deleted meanwhile.
        const row = await present();
        if (row !== undefined) await this.check(row);
        return;
      }
      const isDamaged = error instanceof StorageError && error.code === "corrupt";
      if (!isDamaged && !isDamage(error)) throw error;
      const place = `schema '${this.#schema}', table 'chunk', content ${content}`;
      onDamage({ place, problem: error.message, variable: { instanceId, name } });
    }
  }
}

function tryCorrupt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof StorageError && error.code === "corrupt") return undefined;
    throw error;
  }
}

function isSameKey(expected: Uint8Array | undefined, found: Buffer | null): boolean {
  if (expected === undefined || found === null) return expected === undefined && found === null;
  return compareKeys(expected, found) === 0;
}
