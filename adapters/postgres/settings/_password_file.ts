import { readFile, stat } from "node:fs/promises";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { isError } from "../../_is_error.ts";
import type { Login } from "./_login.ts";

/** Four fields and the password, parted by `:`. A backslash takes the next character as it is. */
const LINE = /^((?:\\.|[^:\\])*):((?:\\.|[^:\\])*):((?:\\.|[^:\\])*):((?:\\.|[^:\\])*):(.*)$/s;
/** Others than the owner may read or write it. */
const OTHERS = 0o077;

/**
 * Looks a password up in a password file, as libpq does: the first line counts that fits. `pg` can do it, too, but calls that
 * deprecated.
 *
 * @param file Its path. If there is no such file, there is no password.
 * @param login Who logs in, and where. For a Unix socket a line for `localhost` fits, too.
 * @throws {StorageError} "io" if it cannot be read, or if others may read it.
 * @see https://www.postgresql.org/docs/current/libpq-pgpass.html
 */
export async function readPasswordFile(file: string, login: Login): Promise<string | undefined> {
  const text = await readPrivate(file);
  const hosts = login.host.startsWith("/") ? [login.host, "localhost"] : [login.host];
  const wanted = [hosts, [String(login.port)], [login.database], [login.user]];
  for (const line of text?.split(/\r?\n/) ?? []) {
    if (line.startsWith("#")) continue;
    const fields = (LINE.exec(line) ?? []).slice(1);
    const fits = wanted.every((texts, index) => {
      const field = fields[index];
      return field === "*" || (field !== undefined && texts.includes(unescaped(field)));
    });
    const password = fields[4];
    if (fits && password !== undefined) return unescaped(password);
  }
  return undefined;
}

async function readPrivate(file: string): Promise<string | undefined> {
  try {
    const { mode } = await stat(file);
    if (process.platform === "win32" || (mode & OTHERS) === 0) return await readFile(file, "utf8");
  } catch (error) {
    const code = isError(error) && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new StorageError("io", `Cannot read the password file '${file}'`, { cause: error });
  }
  throw new StorageError(
    "io",
    `Cannot use the password file '${file}': others may read it; run 'chmod 600 ${file}'`,
  );
}

function unescaped(field: string): string {
  return field.replaceAll(/\\(.)/gs, "$1");
}
