import { stat } from "node:fs/promises";
import type { Log } from "../../core/rest/log/log.ts";

/** All may read or write it, or its group may write it. A group that reads may be that of the server. */
const OPEN = 0o026;

/**
 * Warns of files with secrets that any user of the machine may read, or that others than the owner may change. sshd and PostgreSQL
 * refuse such files. This does not: volumes of containers often have them, where nobody else is.
 *
 * @param files What each file is, as in `the users file`, and its path; those that are `undefined` are left out.
 * @param log Gets one warning for each.
 */
export async function warnOfOpenFiles(
  files: Readonly<Record<string, string | undefined>>,
  log: Log,
): Promise<void> {
  // Windows has no such rights.
  if (process.platform === "win32") return;
  for (const [what, file] of Object.entries(files)) {
    if (file === undefined) continue;
    // It was read a moment ago. If it has gone since, there is nothing to warn of.
    const { mode } = await stat(file).catch(() => ({ mode: 0 }));
    if ((mode & OPEN) === 0) continue;
    const rights = (mode & 0o777).toString(8);
    log("warn", `Others may read or change ${what} '${file}': run 'chmod g-w,o= ${file}'`, {
      rights,
    });
  }
}
