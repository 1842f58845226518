import { type FileHandle, open } from "node:fs/promises";

/**
 * The files of an open database, to sync them without holding up the event loop. To be closed after the database: closing
 * any handle of its file gives up the locks that the process has on it.
 */
export class DatabaseFiles {
  readonly data: FileHandle;
  /** The write-ahead log. */
  readonly log: FileHandle;

  private constructor(data: FileHandle, log: FileHandle) {
    this.data = data;
    this.log = log;
  }

  /** @param path The database's file. */
  static async open(path: string): Promise<DatabaseFiles> {
    const data = await open(path, "r+");
    try {
      return new DatabaseFiles(data, await open(`${path}-wal`, "r+"));
    } catch (error) {
      await data.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.data.close();
    await this.log.close();
  }
}
