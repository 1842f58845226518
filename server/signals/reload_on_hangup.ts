import type { Log } from "../../core/rest/log/log.ts";

/** Something of the server that is read from files. */
export interface Reloadable {
  /** Its name in the log, such as `the certificate`. */
  readonly name: string;
  /** Reads it anew. If that rejects, all stays as it was. */
  reload(): Promise<void>;
}

/**
 * Reads everything anew at each SIGHUP. What cannot be read stays as it was, and does not keep the rest from being read.
 *
 * @param reloadables What is read; if there is nothing, the signal keeps its meaning.
 * @param log Gets what was read, and what could not be.
 */
export function reloadOnHangup(reloadables: readonly Reloadable[], log: Log): void {
  if (reloadables.length === 0) return;
  let reloaded = Promise.resolve();
  process.on("SIGHUP", () => {
    // One after the other: the files may have changed since the reading before began, and the last reading has to hold.
    reloaded = reloaded.then(() => reloadAll(reloadables, log));
  });
}

async function reloadAll(reloadables: readonly Reloadable[], log: Log): Promise<void> {
  for (const { name, reload } of reloadables) {
    try {
      await reload();
      log("info", `Has read ${name} anew`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log("error", `Cannot read ${name} anew, so all stays as it was: ${reason}`);
    }
  }
}
