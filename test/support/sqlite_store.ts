import { join } from "node:path";
import { openDatabase } from "../../adapters/sqlite/_database.ts";
import type { Database } from "../../adapters/sqlite/_driver.ts";
import type { SqliteStage } from "../../adapters/sqlite/_sqlite_stage.ts";
import { SqliteStore } from "../../adapters/sqlite/_sqlite_store.ts";
import { StageUpload } from "../../core/storage/_stage_upload.ts";
import { withTempDir } from "./temp_dir.ts";

/** The inside of an SQLite storage, with the connection that a test may use to look at it or to disturb it. */
export interface OpenSqliteStore {
  readonly store: SqliteStore;
  readonly db: Database;
}

/** Gives `run` the inside of a new SQLite store, then closes and removes it. */
export function withSqliteStore(run: (opened: OpenSqliteStore) => Promise<void>): Promise<void> {
  return withTempDir(async (directory) => {
    const db = await openDatabase(join(directory, "store.db"));
    const store = new SqliteStore(db);
    try {
      await run({ store, db });
    } finally {
      store.close();
    }
  });
}

/** Writes the bytes of a source to a stage. */
export function stageIn(
  store: SqliteStore,
  source: AsyncIterable<Uint8Array>,
): Promise<SqliteStage> {
  return new StageUpload(source, () => store.beginStage()).stage;
}
