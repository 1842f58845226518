import type { Pool, PoolClient, QueryArrayConfig, QueryArrayResult } from "pg";
import { cancelStatement } from "./_cancel_statement.ts";
import { DeadlineError, endsConnection, storageError, wasLost } from "./_storage_error.ts";
import { WindowTurns } from "./_window_turns.ts";

/** The largest number of batches at once. Others than the first are begun if it waits for another process. */
const MAX_BATCHES = 4;
/** How often a read is tried on another connection if its connection was lost. */
const READ_TRIES = 3;
/** The pause before the second try, in milliseconds. */
const PAUSE_MS = 20;

/**
 * Begins a transaction in which each statement sees all that was committed before it, whatever the default of the database is: a
 * snapshot of the whole transaction would be older than the locks that it waits for.
 */
export const BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED";

/** The statement that limits a transaction in the database, too, in place of the limits that are set for the role. */
export function limitTo(limitMs: number): string {
  return `SET LOCAL lock_timeout = ${limitMs}; SET LOCAL statement_timeout = ${limitMs};
    SET LOCAL idle_in_transaction_session_timeout = ${limitMs}`;
}

/** A statement with its parameters, whose rows come as arrays. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Name under which a connection keeps it prepared. Without one, the database plans it anew, for these values. */
  readonly name?: string;
}

/** What connections need. */
export interface ConnectionParts {
  readonly pool: Pool;
  /** Takes a connection from the pool. */
  readonly connect: () => Promise<PoolClient>;
  /** Whether statements have names, so that each connection prepares them only once. */
  readonly prepare: boolean;
  /** The longest time of a call, in milliseconds. The pool has a deadline of its own for the time until there is a connection. */
  readonly timeoutMs: number;
}

/**
 * The connections to the database. Each call borrows one, until its promise is settled or its deadline passes. Then the connection
 * is closed, since nobody knows what it is doing. So nothing waits for ever, and no call gets a connection in an unknown state.
 */
export class Connections {
  /** How many batches may run at once. Together with windows of contents they leave a connection to small reads. */
  readonly maxBatches: number;
  readonly #parts: ConnectionParts;
  readonly #windowTurns: WindowTurns;

  /** The longest time of a call, in milliseconds. */
  readonly timeoutMs: number;

  constructor(parts: ConnectionParts) {
    const { pool, timeoutMs } = parts;
    this.timeoutMs = timeoutMs;
    const others = pool.options.max - 1;
    this.#parts = parts;
    this.maxBatches = Math.min(MAX_BATCHES, Math.max(1, Math.floor(others / 2)));
    this.#windowTurns = new WindowTurns(Math.max(1, others - this.maxBatches), timeoutMs);
    // Without a listener, a lost connection would end the process. The call that has it, or the next one, gets the error.
    pool.on("error", () => {});
    pool.on("connect", (client) => client.on("error", () => {}));
  }

  /**
   * Runs a call with a connection.
   *
   * @param action What cannot be done if it fails, such as `read the store`.
   * @param call Uses the connection. It leaves no transaction open, unless it throws.
   * @param timeoutMs The longest time it may take, without the time until there is a connection.
   * @throws {StorageError} "unavailable" if there is no connection, or it takes too long; otherwise what the error means.
   */
  async run<T>(
    action: string,
    call: (client: PoolClient) => Promise<T>,
    timeoutMs: number = this.#parts.timeoutMs,
  ): Promise<T> {
    const client = await this.#borrow(action);
    let isReleased = false;
    const release = (error?: Error) => {
      if (!isReleased) client.release(error);
      isReleased = true;
    };
    let late: DeadlineError | undefined;
    const timer = setTimeout(() => {
      late = new DeadlineError(`the database did not answer within ${timeoutMs} ms`);
      if (!isReleased) cancelStatement(client, timeoutMs);
      release(late);
    }, timeoutMs);
    try {
      const result = await call(client);
      release();
      return result;
    } catch (error) {
      if (late === undefined) await leave(client, error, release);
      throw storageError(action, late ?? error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Runs a call that moves a window of a content. Only some of the connections may do so at once. */
  async runWindow<T>(action: string, call: (client: PoolClient) => Promise<T>): Promise<T> {
    try {
      return await this.#windowTurns.run(() => this.run(action, call));
    } catch (error) {
      throw storageError(action, error);
    }
  }

  /** Runs a call that only reads a window. If the connection was lost, it is tried again on another one. */
  readWindow<T>(action: string, call: (client: PoolClient) => Promise<T>): Promise<T> {
    return tryAgain(() => this.runWindow(action, call));
  }

  /** Runs a call that has the same effect if it runs twice. If the connection was lost, it is tried again on another one. */
  runRepeatable<T>(action: string, call: (client: PoolClient) => Promise<T>): Promise<T> {
    return tryAgain(() => this.run(action, call));
  }

  /** Reads rows by one statement. If the connection was lost, it is tried again on another one. */
  read<Row extends unknown[]>(action: string, statement: Statement): Promise<Row[]> {
    return this.runRepeatable(action, (client) => this.query<Row>(client, statement));
  }

  /** Runs one statement on a connection, and returns its rows. */
  async query<Row extends unknown[]>(client: PoolClient, statement: Statement): Promise<Row[]> {
    const { text, values, name } = statement;
    const isNamed = this.#parts.prepare && name !== undefined;
    const config: QueryArrayConfig<unknown[]> = { text, values: [...values], rowMode: "array" };
    const { rows } = await client.query<Row>(isNamed ? { ...config, name } : config);
    return rows;
  }

  /** Closes all connections, after the calls that have one. */
  close(): Promise<void> {
    return this.#parts.pool.end();
  }

  async #borrow(action: string): Promise<PoolClient> {
    const { connect, pool } = this.#parts;
    const limitMs = pool.options.connectionTimeoutMillis;
    let isLate = false;
    // pg's pool does not tell its own deadline from other errors. Of two timers for the same time the first comes first.
    const timer = setTimeout(() => {
      isLate = true;
    }, limitMs);
    try {
      return await connect();
    } catch (error) {
      const late = `there was no connection within ${limitMs} ms`;
      throw storageError(action, isLate ? new DeadlineError(late, { cause: error }) : error);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Reads again if a connection was lost. */
async function tryAgain<T>(read: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await read();
    } catch (error) {
      if (tries === READ_TRIES || !wasLost(error)) throw error;
    }
    // Usually all connections were lost, and the pool needs a moment to notice that.
    await new Promise((resolve) => setTimeout(resolve, tries * PAUSE_MS));
  }
}

/**
 * Runs several statements without parameters in one round trip.
 *
 * @returns The rows of each statement.
 */
export async function runScript(
  client: PoolClient,
  statements: readonly string[],
): Promise<readonly (readonly unknown[][])[]> {
  const text = statements.join("; ");
  const results = asList(await client.query<unknown[]>({ text, rowMode: "array" }));
  return results.map(({ rows }) => rows);
}

/** Makes columns of a SELECT that set parameters until the end of the transaction, as `SET LOCAL` does, but all by one statement. */
export function setForTransaction(settings: Readonly<Record<string, string | number>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `set_config('${name}', '${value}', true)`)
    .join(", ");
}

/** pg returns a list if the text had several statements, though its types do not say so. */
function asList(
  results: QueryArrayResult<unknown[]> | readonly QueryArrayResult<unknown[]>[],
): readonly QueryArrayResult<unknown[]>[] {
  return "rows" in results ? [results] : results;
}

/** Ends the transaction of a call that has failed, if there is one, or else the connection. */
async function leave(
  client: PoolClient,
  error: unknown,
  release: (error?: Error) => void,
): Promise<void> {
  if (endsConnection(error)) return release(new Error("The connection is not usable"));
  try {
    await client.query("ROLLBACK");
    release();
  } catch {
    release(new Error("The transaction could not be ended"));
  }
}
