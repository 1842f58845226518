import { StorageError, type StorageErrorCode } from "../../../core/storage/storage_error.ts";
import { isError } from "../../_is_error.ts";

/**
 * The code and the reason for SQLSTATEs, by all five characters or by their class; `%` stands for the database's message. For all
 * others the code is "io", and the message is the reason.
 */
const MEANINGS: Readonly<Record<string, readonly [StorageErrorCode, string]>> = {
  "08": ["unavailable", "the connection to the database was lost"],
  "25006": ["unavailable", "the database is a read-only replica now"],
  // Passwords and rights to log in change while a store is open, and the next connection may be let in.
  "28": ["unavailable", "the database does not let the role in: %"],
  "25P03": ["unavailable", "the transaction waited too long for this process"],
  "25P04": ["unavailable", "the transaction took too long"],
  "3F000": ["io", "the schema was dropped: %. Open the store again to make a new one"],
  "26000": ["io", "a proxy of the database has dropped prepared statements. Set prepare=false"],
  "40": ["unavailable", "other transactions were in the way each time"],
  "42501": ["io", "the role lacks a privilege: %. Let the owner grant it again"],
  "42P01": ["io", "tables were dropped: %. Open the store again to make new ones"],
  "42P05": ["io", "a proxy of the database mixes prepared statements. Set prepare=false"],
  "53100": ["full", "the database's disk is full: %"],
  "53200": ["unavailable", "the database has no memory left, perhaps for its table of locks"],
  "53300": ["unavailable", "the database has no connection left"],
  "53400": ["unavailable", "a limit in the database's configuration was reached"],
  "55P03": ["unavailable", "other transactions hold a lock for too long"],
  "57014": ["unavailable", "the database took too long"],
  "57P": ["unavailable", "the database is stopping or starting"],
  XX001: ["corrupt", "the database is damaged"],
  XX002: ["corrupt", "an index of the database is damaged"],
};

/**
 * SQLSTATEs that end the connection, or after which another connection may reach another server. Or a proxy has dropped what pg has
 * prepared on this one.
 */
const CONNECTION_ENDS = /^(08|26000|42P05|57P|25006|25P03|25P04)/;
/** SQLSTATEs after which the store must be opened again, which makes what is missing. */
const NEEDS_REOPENING: readonly string[] = ["3F000", "42P01"];
/** SQLSTATEs of transactions that met others, and may pass when they are tried again. */
const TRANSIENT = /^40/;

/**
 * Makes a `StorageError` of any error of pg.
 *
 * @param action What could not be done, such as `read the store`.
 * @param error The error. A `StorageError` is returned as it is.
 */
export function storageError(action: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const state = sqlState(error);
  if (error instanceof DeadlineError) return unavailable(action, error.message, error);
  if (state === "") {
    return unavailable(action, `the database cannot be reached: ${messageOf(error)}`, error);
  }
  const [code, reason] = MEANINGS[state] ??
    MEANINGS[state.slice(0, 3)] ??
    MEANINGS[state.slice(0, 2)] ?? ["io", "%"];
  const text = reason.replace("%", () => messageOf(error));
  const needsReopening = NEEDS_REOPENING.includes(state);
  return new StorageError(code, `Cannot ${action}: ${text}`, { cause: error, needsReopening });
}

/** The error for a database that cannot be reached, or did not answer in time. */
export function unavailable(action: string, reason: string, cause?: unknown): StorageError {
  return new StorageError("unavailable", `Cannot ${action}: ${reason}`, { cause });
}

/** Nothing came until a deadline. */
export class DeadlineError extends Error {
  /** The name of the class. */
  override readonly name = "DeadlineError";
}

/** Whether the database did not answer in time. So it is of no use that others try it one after the other. */
export function isLate(error: unknown): boolean {
  return nativeOf(error) instanceof DeadlineError;
}

/** Whether a call failed since its connection was lost, so that it may succeed on another one. */
export function wasLost(error: unknown): boolean {
  const native = nativeOf(error);
  return isError(native) && !(native instanceof DeadlineError) && endsConnection(native);
}

/** Whether the connection with this error is of no more use. An error without an SQLSTATE is one of the network. */
export function endsConnection(error: unknown): boolean {
  const state = sqlState(nativeOf(error));
  return state === "" || CONNECTION_ENDS.test(state);
}

/** Whether a transaction with this error may pass when it is tried again. It has changed nothing. */
export function isTransient(error: unknown): boolean {
  return TRANSIENT.test(sqlState(nativeOf(error)));
}

/** Whether a transaction with this error has changed nothing, and may pass when it is tried again. */
export function mayTryAgain(error: unknown): boolean {
  if (error instanceof StorageError && error.mayBeStored) return false;
  return isTransient(error) || wasLost(error);
}

/** The SQLSTATE of an error of the database, five characters; empty for other errors. */
export function sqlState(error: unknown): string {
  const code = isError(error) && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) && "severity" in Object(error)
    ? code
    : "";
}

function nativeOf(error: unknown): unknown {
  return error instanceof StorageError ? error.cause : error;
}

/** The message of an error. Node's error for a name with several addresses has only a code. */
function messageOf(error: unknown): string {
  if (!isError(error)) return String(error);
  if (error.message !== "") return error.message;
  return "code" in error ? String(error.code) : error.name;
}
