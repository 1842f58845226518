import { StorageError, type VariableStorage } from "../../core/mod.ts";
import type { Log } from "../../core/rest/log/log.ts";
import { readStorageUrl } from "../command_line/_read_storage_url.ts";
import { redactPassword } from "../command_line/_redact_password.ts";
import { UsageError } from "../command_line/_usage_error.ts";
import { isStoreThere } from "../command_line/is_store_there.ts";
import { openStorage } from "../command_line/open_storage.ts";

/** How a command opens a storage. */
export interface OpenStoreOptions {
  readonly log: Log;
  /** Whether it must be there already. Otherwise it is made. */
  readonly mustExist: boolean;
}

/**
 * Opens a storage that outlives the process.
 *
 * @throws {UsageError} If the URL names none.
 * @throws {StorageError} If it is not there, or cannot be opened. If a server has it open, the message says what to do.
 */
export async function openStore(
  url: string,
  { log, mustExist }: OpenStoreOptions,
): Promise<VariableStorage> {
  const open = () => openStorage(url, log);
  if (mustExist) {
    await checkThere(url);
    return withHint(url, open);
  }
  checkLasting(url);
  return hinting("If that is this command, FROM and TO are one store: give another TO", open);
}

/**
 * Refuses a storage that is not there. Opening would make it.
 *
 * @throws {UsageError} If the URL names no storage that outlives a process.
 * @throws {StorageError} "io" if there is none.
 */
export async function checkThere(url: string): Promise<void> {
  checkLasting(url);
  const name = redactPassword(url);
  let isThere: boolean;
  try {
    isThere = await isStoreThere(url);
  } catch (cause) {
    if (cause instanceof StorageError || cause instanceof UsageError) throw cause;
    throw new StorageError("io", `Cannot open '${name}': ${String(cause)}`, { cause });
  }
  if (!isThere) throw new StorageError("io", `Cannot open '${name}': there is none`);
}

/** Adds to the error of a store that is open elsewhere what can be done. */
export function withHint<T>(url: string, run: () => Promise<T>): Promise<T> {
  const backup = `'varpost backup ${redactPassword(url)} FILE'`;
  return hinting(
    `If that is a server, stop it, or take a copy from it with ${backup} and use that`,
    run,
  );
}

async function hinting<T>(hint: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== "locked") throw error;
    throw new StorageError("locked", `${error.message}. ${hint}`, { cause: error });
  }
}

function checkLasting(url: string): void {
  if (readStorageUrl(url).kind !== "memory") return;
  throw new UsageError(
    `Cannot use storage '${url}' here: it ends with the process; name one that lasts`,
  );
}
