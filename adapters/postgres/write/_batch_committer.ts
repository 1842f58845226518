import type { PoolClient } from "pg";
import { createVersionSource } from "../../../core/storage/create_version_source.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { BEGIN, type Connections, runScript } from "../connections/_connections.ts";
import { endsConnection, isTransient, wasLost } from "../connections/_storage_error.ts";
import { SYNCHRONOUS_COMMIT_OFF } from "../tables/_check_server.ts";
import type { Tables } from "../tables/_tables.ts";
import type { ApplyCall } from "./_apply_call.ts";
import { ApplyPlan, type Outcome } from "./_apply_plan.ts";
import { BatchStatements } from "./_batch_statements.ts";
import { inLockOrder, type LockKey, lockKeys } from "./_instance_lock.ts";
import { Lane } from "./_lane.ts";

const ACTION = "apply the changes";
/** How often a batch is tried that met other transactions, or that was not committed since its connection was lost. */
const TRIES = 4;
/** The longest pause before the second try, in milliseconds. Each next one is twice as long. */
const PAUSE_MS = 20;
/** Clears may take so many times longer than other batches. */
const CLEAR_FACTOR = 6;
/** The database ends a transaction so much earlier than this process gives it, or the question for its outcome, up. In milliseconds. */
const GRACE_MS = 1_000;

/** What the batches of a store need. */
export interface BatchParts {
  readonly connections: Connections;
  readonly tables: Tables;
  /** How long an orphan is kept after it was last wanted, in milliseconds. */
  readonly leaseMs: number;
  /** The longest time of a transaction, in milliseconds. */
  readonly timeoutMs: number;
}

/** Commits batches: all calls of a batch in one transaction, in which each call first checks its preconditions. */
export class BatchCommitter {
  readonly #parts: BatchParts;
  readonly #statements: BatchStatements;
  readonly #lockKey: LockKey;
  readonly #nextVersion = createVersionSource();
  /** Lanes that no batch uses now. */
  readonly #lanes: Lane[] = [];

  constructor(parts: BatchParts) {
    this.#parts = parts;
    this.#statements = new BatchStatements(parts);
    this.#lockKey = lockKeys(parts.tables.schemaName);
  }

  /** Commits a batch, and settles its calls. Never rejects. */
  async commit(calls: readonly ApplyCall[]): Promise<void> {
    let outcomes: readonly Outcome[];
    try {
      outcomes = await this.#tryAgain(calls);
    } catch (error) {
      for (const call of calls) call.reject(error);
      return;
    }
    for (const [index, call] of calls.entries()) {
      const outcome = outcomes[index];
      if (outcome === undefined || "error" in outcome) call.reject(outcome?.error);
      else call.resolve(outcome.applied);
    }
  }

  /** Deletes the rows of the lanes. If this fails, a sweeper deletes them later. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#lanes.map((lane) => lane.close()));
  }

  async #tryAgain(calls: readonly ApplyCall[]): Promise<readonly Outcome[]> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#try(calls);
      } catch (error) {
        if (tries === TRIES || !mayTryAgain(error)) throw error;
      }
      const pause = PAUSE_MS * 2 ** tries * Math.random();
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  async #try(calls: readonly ApplyCall[]): Promise<readonly Outcome[]> {
    const { connections, tables, timeoutMs } = this.#parts;
    const isClear = calls[0]?.isClear === true;
    const limitMs = isClear ? CLEAR_FACTOR * timeoutMs : timeoutMs;
    const lane = this.#lanes.pop() ?? (await Lane.create(connections, tables));
    /** The outcomes if the transaction is committed; `undefined` until COMMIT is sent. */
    let committing: readonly Outcome[] | undefined;
    const transaction = async (client: PoolClient) => {
      const plan = await this.#begin(client, lane, calls, limitMs);
      const hasWritten = await this.#statements.write(client, plan.changed, calls);
      if (hasWritten) committing = plan.outcomes;
      const end = hasWritten ? "COMMIT" : "ROLLBACK";
      const { command } = await client.query(end);
      if (command !== end) throw new Error(`The transaction ended by ${command}, not by ${end}`);
      return plan.outcomes;
    };
    try {
      const outcomes = await connections.run(ACTION, transaction, limitMs + GRACE_MS);
      this.#lanes.push(lane);
      return outcomes;
    } catch (error) {
      if (committing !== undefined) {
        const outcome = await lane.outcome(timeoutMs + GRACE_MS);
        this.#lanes.push(lane);
        if (outcome === "committed") return committing;
      } else if (error instanceof StorageError && !endsConnection(error)) {
        // Otherwise the database may not have ended the transaction, which has locked the lane.
        this.#lanes.push(lane);
      }
      throw error;
    }
  }

  /** Begins the transaction, locks the instances, reads what is there, and plans the changes. */
  async #begin(
    client: PoolClient,
    lane: Lane,
    calls: readonly ApplyCall[],
    limitMs: number,
  ): Promise<ApplyPlan> {
    const keys = inLockOrder(calls.map(({ instanceId }) => this.#lockKey(instanceId)));
    const results = await runScript(client, [
      BEGIN,
      `SET LOCAL lock_timeout = ${limitMs}; SET LOCAL statement_timeout = ${limitMs}`,
      `SET LOCAL idle_in_transaction_session_timeout = ${this.#parts.timeoutMs}`,
      lane.begin(),
      `SELECT count(pg_advisory_xact_lock(key)) FROM unnest('{${keys}}'::bigint[]) key`,
      `SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::text,
         current_setting('synchronous_commit')`,
    ]);
    const [noted, , settings] = results.slice(-3);
    const [now, synchronousCommit] = settings?.[0] ?? [];
    if (noted?.length !== 1) throw new Error("The row of the lane is missing");
    if (synchronousCommit === "off") {
      throw new StorageError("io", `Cannot ${ACTION}: ${SYNCHRONOUS_COMMIT_OFF}`);
    }
    // The locks were waited for by a statement of their own, so this one sees all that was committed before.
    const { present, stages } = await this.#statements.read(client, calls);
    const nextVersion = this.#nextVersion;
    return new ApplyPlan(calls, { present, stages, now: new Date(Number(now)), nextVersion });
  }
}

/** Whether a batch with this error has changed nothing, and may pass when it is tried again. */
function mayTryAgain(error: unknown): boolean {
  if (error instanceof StorageError && error.mayBeStored) return false;
  return isTransient(error) || wasLost(error);
}
