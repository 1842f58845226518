import { homedir } from "node:os";
import { join } from "node:path";

/** Where libpq looks for the files of a user. */
export interface UserFiles {
  /** The folder of `root.crt`, `postgresql.crt` and `postgresql.key`. */
  readonly folder: string;
  readonly passwordFile: string;
}

/**
 * Tells where libpq looks for the files of a user.
 *
 * @param environment Variables such as `HOME` and `PGPASSFILE`.
 * @param platform The operating system, as in `process.platform`.
 */
export function userFiles(
  environment: Readonly<Record<string, string | undefined>>,
  platform: string = process.platform,
): UserFiles {
  const home = environment["HOME"] || homedir();
  const data = environment["APPDATA"] || home;
  const isWindows = platform === "win32";
  return {
    folder: isWindows ? join(data, "postgresql") : join(home, ".postgresql"),
    passwordFile:
      environment["PGPASSFILE"] ||
      (isWindows ? join(data, "postgresql", "pgpass.conf") : join(home, ".pgpass")),
  };
}
