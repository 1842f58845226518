import { homedir } from "node:os";
import { nearest } from "../../core/errors/_nearest.ts";
import type { VariableStorage } from "../../core/mod.ts";
import type { Log } from "../../core/rest/log/log.ts";
import { redactPassword } from "./_redact_password.ts";
import { UsageError } from "./_usage_error.ts";

/** One kind of storage. `open` loads the adapter, so that only the one in use is loaded. */
interface Kind {
  /** Name for messages of the part behind the colon; `undefined` if this part must be empty. */
  readonly location: string | undefined;
  /** Whether that part is a path. */
  readonly isPath?: true;
  open(location: string, options: OpenOptions): Promise<VariableStorage>;
}

/** How a storage is opened. */
interface OpenOptions {
  /** The whole URL. */
  readonly url: string;
  readonly log: Log;
  readonly acceptDamage: boolean;
}

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ["sqlite", { location: "FILE", isPath: true, open: openSqlite }],
  ["filesystem", { location: "DIRECTORY", isPath: true, open: openFilesystem }],
  ["memory", { location: undefined, open: openMemory }],
  ["postgres", { location: "//USER@HOST/DATABASE", open: openPostgres }],
]);
/** Kinds that have another name, too. */
const ALIASES: ReadonlyMap<string, string> = new Map([["postgresql", "postgres"]]);

/**
 * Opens the storage that a URL names.
 *
 * @param url A storage URL, such as `memory:`, `filesystem:/var/lib/varpost`, `sqlite:varpost.db` or
 * `postgres://user@host/database`. Messages show no password of it.
 * @param log Gets a line for each damage that is found.
 * @param acceptDamage Whether a filesystem store is opened although it is not known whose values are lost in it. Default: no.
 * @throws {UsageError} If the URL does not name a storage.
 * @throws {StorageError} If it cannot be opened.
 */
export async function openStorage(
  url: string,
  log: Log,
  acceptDamage = false,
): Promise<VariableStorage> {
  const colon = url.indexOf(":");
  const scheme = colon === -1 ? url : url.slice(0, colon);
  const location = colon === -1 ? "" : url.slice(colon + 1);
  const kind = KINDS.get(ALIASES.get(scheme) ?? scheme);
  if (kind === undefined) throw unknownScheme(url, scheme);
  if (kind.location === undefined ? location !== "" || colon === -1 : location === "") {
    throw new UsageError(
      `Cannot use storage '${redactPassword(url)}': write ${pattern(scheme, kind)}`,
    );
  }
  if (kind.isPath) checkLocation(url, scheme, location);
  if (acceptDamage && scheme !== "filesystem") {
    throw new UsageError(
      `Cannot use storage '${redactPassword(url)}' with '--accept-damage': only a filesystem store can tell what it lost`,
    );
  }
  return kind.open(location, { url, log, acceptDamage });
}

/** Refuses a path if its writer probably means another place than the file system would find, such as `~/values`. */
function checkLocation(url: string, scheme: string, location: string): void {
  const refuse = (problem: string) => {
    throw new UsageError(`Cannot use storage '${redactPassword(url)}': ${problem}`);
  };
  if (location.trim() !== location) refuse("there are blanks around the path");
  if (/^:?memory:?$/i.test(location) && location !== "memory") refuse("write 'memory:'");
  if (location.startsWith("~")) {
    const [, user = "", rest = ""] = /^~([^/]*)(.*)$/s.exec(location) ?? [];
    const hint = user === "" ? `write '${scheme}:${homedir()}${rest}'` : "write the whole path";
    refuse(`'~' is not replaced here; ${hint}`);
  }
  const [variable] = /^\$(?:\{\w+\}|\w+)/.exec(location) ?? [];
  if (variable !== undefined) refuse(`'${variable}' is not replaced here; write the whole path`);
  // Two slashes are an error. With a third one it is a whole path, as in the URLs of other programs.
  const [, host] = /^[^:]*:\/\/(?!\/)(.*)$/s.exec(redactPassword(url)) ?? [];
  if (host !== undefined)
    refuse(`write '${scheme}:${host}', or '${scheme}:/${host}' for a whole path`);
}

async function openSqlite(file: string): Promise<VariableStorage> {
  const { SqliteStorage } = await import("../../adapters/sqlite.ts");
  return SqliteStorage.open(file);
}

async function openFilesystem(
  directory: string,
  { log, acceptDamage }: OpenOptions,
): Promise<VariableStorage> {
  const { FilesystemStorage } = await import("../../adapters/filesystem.ts");
  return FilesystemStorage.open(directory, {
    acceptDamage,
    onDamage({ file, start, end, variable }) {
      const whose = variable === undefined ? "values that are not known" : "the value";
      log("error", `The store is damaged: ${whose} cannot be read`, {
        file,
        start,
        end,
        ...variable,
      });
    },
  });
}

async function openMemory(): Promise<VariableStorage> {
  const { MemoryStorage } = await import("../../adapters/memory.ts");
  return new MemoryStorage();
}

async function openPostgres(_location: string, { url }: OpenOptions): Promise<VariableStorage> {
  const options = { connectionString: url };
  const { connectionSettings } = await import(
    "../../adapters/postgres/settings/_connection_settings.ts"
  );
  try {
    connectionSettings(options);
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  }
  const { PostgresStorage } = await import("../../adapters/postgres.ts");
  return PostgresStorage.open(options);
}

function unknownScheme(url: string, scheme: string): UsageError {
  const guess = nearest(scheme, [...KINDS.keys()]);
  const patterns = [...KINDS].map(([name, kind]) => pattern(name, kind)).join(", ");
  const hint = guess === undefined ? `known are ${patterns}` : `did you mean '${guess}:'?`;
  return new UsageError(
    `Cannot use storage '${redactPassword(url)}': unknown kind '${scheme}'; ${hint}`,
  );
}

function pattern(scheme: string, { location }: Kind): string {
  return `'${scheme}:${location ?? ""}'`;
}
