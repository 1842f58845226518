import { copyFileSync, existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import Database from "better-sqlite3";

/** A query for each kind of leftovers in a store's tables, which are rows to which no variable refers. */
const LEFTOVERS = {
  "loose content": "SELECT content FROM loose",
  "cleared instance": "SELECT instance FROM cleared",
  "instance without a variable":
    "SELECT id FROM instance WHERE id NOT IN (SELECT instance FROM variable)",
  "variable without its instance":
    "SELECT id FROM variable WHERE instance NOT IN (SELECT id FROM instance)",
  "chunk row without a variable":
    "SELECT id FROM chunk WHERE id >> 24 NOT IN (SELECT content FROM variable WHERE content IS NOT NULL)",
};

/**
 * Copies a store as a kill of the process would leave it now. It copies both files in one turn, so that they do not change
 * meanwhile.
 */
export function copySqliteStore(from: string, to: string): void {
  for (const suffix of ["", "-wal"]) {
    if (existsSync(from + suffix)) copyFileSync(from + suffix, to + suffix);
  }
}

/** Finds leftovers in a store, which may be open, by looking at a copy. It also runs SQLite's integrity check. */
export async function sqliteLeftovers(file: string): Promise<readonly string[]> {
  const copy = `${file}-copy`;
  copySqliteStore(file, copy);
  const db = new Database(copy);
  try {
    const found = Object.entries(LEFTOVERS).flatMap(([what, query]) =>
      db
        .prepare(query)
        .pluck()
        .all()
        .map((id) => `${what}: ${id}`),
    );
    const damage = db.pragma("integrity_check", { simple: true });
    return damage === "ok" ? found : [...found, `damage: ${damage}`];
  } finally {
    db.close();
    await rm(copy);
  }
}

/** Whether SQLite's own check finds damage in a store that no process has open. */
export function isFoundBySqlite(file: string): boolean {
  try {
    const db = new Database(file);
    try {
      return db.pragma("integrity_check", { simple: true }) !== "ok";
    } finally {
      db.close();
    }
  } catch {
    return true;
  }
}
