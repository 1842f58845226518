import { setImmediate as nextTurn } from "node:timers/promises";
import { StorageError } from "../../../core/storage/storage_error.ts";
import type { VerificationWatch } from "../../_verification.ts";
import { openDatabase } from "../_database.ts";
import type { Database } from "../_driver.ts";
import { resultCode } from "../_storage_error.ts";
import { chunkRows } from "./_chunk_rows.ts";
import { instanceRows, listedRows } from "./_instance_rows.ts";
import { variableRows } from "./_variable_rows.ts";

/** A part of a verification: it yields after each slice of work. */
export type Part = (db: Database, watch: VerificationWatch) => Iterable<void>;

const PARTS: readonly Part[] = [instanceRows, listedRows, variableRows, chunkRows];

/**
 * Reads a whole SQLite store, and reports what is damaged: the checksum of each row, and SQLite's own check of pages and indexes.
 * It opens the store as the server does, and changes nothing else.
 *
 * @throws {StorageError} If the store cannot be opened, but for damage.
 */
export async function verifySqlite(file: string, watch: VerificationWatch): Promise<void> {
  let db: Database;
  try {
    db = await openDatabase(file);
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== "corrupt") throw error;
    watch.onDamage({ place: file, problem: `it cannot be opened: ${error.message}` });
    return;
  }
  try {
    checkStructure(db, watch);
    for (const part of PARTS) await runPart(part, db, watch);
  } finally {
    db.close();
  }
}

/** SQLite's own check: that all pages are used once, rows and indexes fit together, and values are of the types of their columns. */
function checkStructure(db: Database, { onDamage }: VerificationWatch): void {
  const report = (problem: string) => onDamage({ place: db.name, problem: `SQLite: ${problem}` });
  reading(report, () => {
    const found = db.prepare<[], string>("PRAGMA integrity_check(1000)").pluck().all();
    for (const problem of found) if (problem !== "ok") report(problem.replaceAll(/\s+/g, " "));
  });
}

async function runPart(part: Part, db: Database, watch: VerificationWatch): Promise<void> {
  const report = (problem: string) =>
    watch.onDamage({ place: db.name, problem: `the rest of a table cannot be read: ${problem}` });
  const slices = part(db, watch)[Symbol.iterator]();
  for (let isDone = false; !isDone; ) {
    watch.signal.throwIfAborted();
    isDone = true;
    reading(report, () => {
      isDone = slices.next().done === true;
    });
    await nextTurn();
  }
}

/** Reports an error by which SQLite says that the file is damaged. */
function reading(report: (problem: string) => void, read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!/^SQLITE_(CORRUPT|NOTADB|ERROR)/.test(resultCode(error))) throw error;
    report(String(error));
  }
}
