import { StorageError } from "../../core/mod.ts";
import { askForBackup, type BackupWatch } from "../admin/ask_for_backup.ts";
import { readStorageUrl } from "../command_line/_read_storage_url.ts";
import { UsageError } from "../command_line/_usage_error.ts";
import { openStorage } from "../command_line/open_storage.ts";
import { createLog } from "../node/create_log.ts";
import { checkThere } from "./_open_store.ts";
import { barOf, ProgressLine, showBytes } from "./_progress_line.ts";
import { readArguments } from "./_read_arguments.ts";
import type { Command } from "./command.ts";

/** `varpost backup`: copies a store, also one that a server has open. */
export const BACKUP_COMMAND: Command = {
  synopsis: "STORAGE FILE",
  summary: "copy a store of files, also while a server uses it",
  usage: `Usage: varpost backup STORAGE FILE

Copies a store of files to FILE: an SQLite file, or a directory of a filesystem store. A server that has the store open makes
the copy, at the path FILE, and goes on serving; run this on the same machine as the same user. FILE is a store of its own, and
is on the disk when this ends. There must be nothing yet. STORAGE is sqlite:FILE or filesystem:DIRECTORY, as for --storage; for
PostgreSQL take pg_dump, or 'varpost copy'.
`,
  async run(args, { stdout, stderr, takeSignals }) {
    const [url = "", target = ""] = readArguments("backup", args, ["STORAGE", "FILE"], []).values;
    if (readStorageUrl(url).kind === "postgres") {
      throw new UsageError(
        "Cannot make a backup of PostgreSQL: take pg_dump, or 'varpost copy' to another store",
      );
    }
    await checkThere(url);
    const line = new ProgressLine(stderr);
    const watch: BackupWatch = {
      signal: takeSignals(),
      onProgress: (done, all) => {
        line.show(() => `backing up  ${barOf(done, all)}  ${showBytes(done)} of ${showBytes(all)}`);
      },
    };
    try {
      if (!(await askForBackup(url, target, watch))) await backUpHere(url, target, watch);
    } finally {
      line.end();
    }
    stdout.write(`backed up to '${target}' in ${line.seconds.toFixed(1)} s\n`);
    return 0;
  },
};

/** Copies a store that nobody has open. */
async function backUpHere(url: string, target: string, watch: BackupWatch): Promise<void> {
  const storage = await openStorage(url, createLog()).catch((cause) => {
    if (!(cause instanceof StorageError) || cause.code !== "locked") throw cause;
    const hint =
      "it takes no commands at this path. Name the store by the path that the server has; if that helps nothing, its log says why";
    throw new StorageError("locked", `${cause.message}, but ${hint}`, { cause });
  });
  try {
    await storage.backup?.(target, watch);
  } finally {
    await storage.close();
  }
}
