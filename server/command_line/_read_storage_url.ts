import { homedir } from "node:os";
import { nearest } from "../../core/errors/_nearest.ts";
import { redactPassword } from "./_redact_password.ts";
import { UsageError } from "./_usage_error.ts";

/** One kind of storage. */
interface Kind {
  /** Name for messages of the part behind the colon; `undefined` if this part must be empty. */
  readonly location: string | undefined;
  /** Whether that part is a path. */
  readonly isPath?: true;
}

/** The kinds of storages that URLs name. */
export type StorageKind = "sqlite" | "filesystem" | "memory" | "postgres";

const KINDS: Readonly<Record<StorageKind, Kind>> = {
  sqlite: { location: "FILE", isPath: true },
  filesystem: { location: "DIRECTORY", isPath: true },
  memory: { location: undefined },
  postgres: { location: "//USER@HOST/DATABASE" },
};
/** Kinds that have another name, too. */
const ALIASES: ReadonlyMap<string, string> = new Map([["postgresql", "postgres"]]);

/** What a storage URL says. */
export interface StorageUrl {
  readonly kind: StorageKind;
  /** What stands behind the colon: a path, for "sqlite" and "filesystem". */
  readonly location: string;
}

/**
 * Reads a storage URL, such as `memory:`, `filesystem:/var/lib/varpost`, `sqlite:varpost.db` or `postgres://user@host/database`.
 *
 * @throws {UsageError} If it does not name a storage. The message shows no password of it.
 */
export function readStorageUrl(url: string): StorageUrl {
  const colon = url.indexOf(":");
  const scheme = colon === -1 ? url : url.slice(0, colon);
  const location = colon === -1 ? "" : url.slice(colon + 1);
  const name = ALIASES.get(scheme) ?? scheme;
  if (!isKind(name)) throw unknownScheme(url, scheme);
  const kind = KINDS[name];
  if (kind.location === undefined ? location !== "" || colon === -1 : location === "") {
    throw new UsageError(
      `Cannot use storage '${redactPassword(url)}': write ${pattern(scheme, kind)}`,
    );
  }
  if (kind.isPath) checkLocation(url, scheme, location);
  return { kind: name, location };
}

function isKind(name: string): name is StorageKind {
  return Object.hasOwn(KINDS, name);
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

function unknownScheme(url: string, scheme: string): UsageError {
  const guess = nearest(scheme, Object.keys(KINDS));
  const patterns = Object.entries(KINDS)
    .map(([name, kind]) => pattern(name, kind))
    .join(", ");
  const hint = guess === undefined ? `known are ${patterns}` : `did you mean '${guess}:'?`;
  return new UsageError(
    `Cannot use storage '${redactPassword(url)}': unknown kind '${scheme}'; ${hint}`,
  );
}

function pattern(scheme: string, { location }: Kind): string {
  return `'${scheme}:${location ?? ""}'`;
}
