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
 * Call it before anything is read: who sends the signal does not know how far the start is, and without a listener it would end the
 * process. A signal that comes during the start waits.
 *
 * @param log Gets what was read, and what could not be.
 * @returns Call it at the end of the start, with what is read.
 */
export function reloadOnHangup(log: Log): (reloadables: readonly Reloadable[]) => void {
  let begin: (reloadables: readonly Reloadable[]) => void = () => {};
  const started = new Promise<readonly Reloadable[]>((resolve) => {
    begin = resolve;
  });
  let reloaded: Promise<unknown> = started;
  process.on("SIGHUP", () => {
    // One after the other: the files may have changed since the reading before began, and the last reading has to hold.
    reloaded = reloaded.then(async () => reloadAll(await started, log));
  });
  return begin;
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
