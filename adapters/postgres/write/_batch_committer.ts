import type { PoolClient } from "pg";
import { createVersionSource } from "../../../core/storage/create_version_source.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { commit, SEND_WARNINGS } from "../connections/_commit.ts";
import {
  BEGIN,
  type Connections,
  runScript,
  setForTransaction,
} from "../connections/_connections.ts";
import {
  endsConnection,
  isLate,
  mayTryAgain,
  sqlState,
  unavailable,
} from "../connections/_storage_error.ts";
import { checkCommit } from "../tables/_check_server.ts";
import { FORMAT } from "../tables/_migrations.ts";
import { newerFormat } from "../tables/_newer_format.ts";
import type { Tables } from "../tables/_tables.ts";
import type { ApplyCall } from "./_apply_call.ts";
import { ApplyPlan, type Outcome } from "./_apply_plan.ts";
import { BatchStatements } from "./_batch_statements.ts";
import { inLockOrder, type LockKey, lockKeys } from "./_instance_lock.ts";
import { Lane } from "./_lane.ts";
import type { BatchRest } from "./_write_turns.ts";

const ACTION = "apply the changes";
/** How often a batch is tried that met other transactions, or that was not committed since its connection was lost. */
const TRIES = 4;
/** The longest pause before the second try, in milliseconds. Each next one is twice as long. */
const PAUSE_MS = 20;
/**
 * This part of the longest time is short. A batch waits so long for locked instances, and then leaves out their calls. And the database
 * ends a transaction so much earlier than this process gives it, or the question for its outcome, up.
 */
const SHORT_PART = 10;
/** The SQLSTATE of a lock that could not be got in time. */
const LOCK_NOT_AVAILABLE = "55P03";
/** Clears may take so many times longer than other batches. */
const CLEAR_FACTOR = 6;

/** What the batches of a store need. */
export interface BatchParts {
  readonly connections: Connections;
  readonly tables: Tables;
  /** How long an orphan is kept after it was last wanted, in milliseconds. */
  readonly leaseMs: number;
  /** The longest time of a transaction, in milliseconds. */
  readonly timeoutMs: number;
}

/** The calls of a batch, by whether their instances could be locked. */
interface Locked {
  readonly served: readonly ApplyCall[];
  readonly blocked: readonly ApplyCall[];
  /** The database's time. */
  readonly now: Date;
}

/** A batch that was committed: the outcomes of the calls that it has served. */
interface Tried extends Locked {
  readonly outcomes: readonly Outcome[];
}

/** Commits batches: all calls of a batch in one transaction, in which each call first checks its preconditions. */
export class BatchCommitter {
  readonly #parts: BatchParts;
  readonly #statements: BatchStatements;
  readonly #lockKey: LockKey;
  readonly #nextVersion = createVersionSource();
  readonly #shortMs: number;
  /** Lanes that no batch uses now. */
  readonly #lanes: Lane[] = [];

  constructor(parts: BatchParts) {
    this.#parts = parts;
    const { leaseMs, timeoutMs } = parts;
    this.#statements = new BatchStatements({
      ...parts,
      clearLeaseMs: leaseMs + CLEAR_FACTOR * timeoutMs,
    });
    this.#shortMs = Math.ceil(parts.timeoutMs / SHORT_PART);
    this.#lockKey = lockKeys(parts.tables.schemaName);
  }

  /** Commits a batch, and settles its calls but those that it returns. Never rejects. */
  async commit(calls: readonly ApplyCall[]): Promise<BatchRest> {
    try {
      const { served, outcomes, blocked } = await this.#tryAgain(calls);
      for (const [index, call] of served.entries()) {
        const outcome = outcomes[index];
        if (outcome === undefined || "error" in outcome) call.reject(outcome?.error);
        else call.resolve(outcome.applied);
      }
      return { blocked: blocked.filter((call) => this.#mayWait(call)), error: undefined };
    } catch (error) {
      for (const call of calls) call.reject(error);
      const reason = "the database does not answer, and others wait, too";
      return { blocked: [], error: isLate(error) ? unavailable(ACTION, reason, error) : undefined };
    }
  }

  /** Deletes the rows of the lanes. If this fails, a sweeper deletes them later. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#lanes.map((lane) => lane.close()));
  }

  /** Rejects a call that has waited for its instance for too long. */
  #mayWait(call: ApplyCall): boolean {
    const now = performance.now();
    call.blockedSince ??= now;
    if (now - call.blockedSince < this.#parts.timeoutMs) return true;
    const reason = `another process has had instance '${call.instanceId}' locked for too long`;
    call.reject(unavailable(ACTION, reason));
    return false;
  }

  async #tryAgain(calls: readonly ApplyCall[]): Promise<Tried> {
    const end = performance.now() + 2 * this.#parts.timeoutMs;
    let waits = true;
    for (let tries = 1; ; tries++) {
      try {
        const tried = await this.#try(calls, waits);
        if (tried !== undefined) return tried;
        waits = false;
        continue;
      } catch (error) {
        const isLast = tries >= TRIES || performance.now() >= end;
        if (isLast || !mayTryAgain(error)) throw error;
      }
      const pause = PAUSE_MS * 2 ** tries * Math.random();
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  /** Commits once. Returns `undefined` if an instance is locked, and `waits` is true. */
  async #try(calls: readonly ApplyCall[], waits: boolean): Promise<Tried | undefined> {
    const { connections, tables, timeoutMs } = this.#parts;
    const isClear = calls[0]?.isClear === true;
    const limitMs = isClear ? CLEAR_FACTOR * timeoutMs : timeoutMs;
    const lane = this.#lanes.pop() ?? (await Lane.create(connections, tables));
    /** The result if the transaction is committed; `undefined` until COMMIT is sent. */
    let committing: Tried | undefined;
    const transaction = async (client: PoolClient) => {
      const locked = await this.#begin(client, lane, calls, limitMs, waits);
      const plan = locked && (await this.#plan(client, locked));
      const hasWritten =
        plan !== undefined &&
        (await this.#statements.write(client, plan.changed, locked?.served ?? []));
      const tried = plan && locked && { ...locked, outcomes: plan.outcomes };
      if (hasWritten) {
        committing = tried;
        await commit(client);
      } else await client.query("ROLLBACK");
      return tried;
    };
    try {
      const tried = await connections.run(ACTION, transaction, limitMs + this.#shortMs);
      this.#giveBack(lane);
      return tried;
    } catch (error) {
      if (committing !== undefined) {
        const outcome = await lane.outcome(timeoutMs + this.#shortMs);
        this.#giveBack(lane);
        if (outcome === "committed") return committing;
      } else if (error instanceof StorageError && !endsConnection(error)) {
        // Otherwise the database may not have ended the transaction, which has locked the lane.
        this.#giveBack(lane);
      }
      throw error;
    }
  }

  /** Lets the next batch use a lane. */
  #giveBack(lane: Lane): void {
    if (!lane.isWorn) this.#lanes.push(lane);
    // If this fails, a sweeper deletes it later.
    else lane.close().catch(() => {});
  }

  /**
   * Begins the transaction, and locks the instances. For those that have been locked by others for a while it does not wait.
   *
   * @param waits Whether it waits for the others. Then it returns `undefined` if one of them stays locked.
   */
  async #begin(
    client: PoolClient,
    lane: Lane,
    calls: readonly ApplyCall[],
    limitMs: number,
    waits: boolean,
  ): Promise<Locked | undefined> {
    const { timeoutMs } = this.#parts;
    const keyOf = ({ instanceId }: ApplyCall) => this.#lockKey(instanceId);
    const blockedCalls = calls.filter((call) => !waits || call.blockedSince !== undefined);
    const tried = new Set(blockedCalls.map(keyOf));
    const waited = inLockOrder(calls.map(keyOf).filter((key) => !tried.has(key)));
    const limits = {
      lock_timeout: this.#shortMs,
      statement_timeout: limitMs,
      idle_in_transaction_session_timeout: timeoutMs,
      // Plans that are kept must not read a whole table: it may grow.
      enable_seqscan: "off",
    };
    // Few statements: each costs both sides some time, however little it does.
    const script = [
      BEGIN,
      `SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::text,
         current_setting('synchronous_commit'), ${setForTransaction({ ...limits, ...SEND_WARNINGS })}`,
      lane.begin(),
      `SELECT count(pg_advisory_xact_lock(key)), ${setForTransaction({ lock_timeout: limitMs })}
       FROM unnest('{${waited}}'::bigint[]) key`,
      ...(tried.size === 0
        ? []
        : [
            `SELECT key FROM unnest('{${[...tried]}}'::bigint[]) key WHERE pg_try_advisory_xact_lock(key)`,
          ]),
    ];
    const results = await runScript(client, script).catch((error) => {
      if (waits && sqlState(error) === LOCK_NOT_AVAILABLE) return undefined;
      throw error;
    });
    if (results === undefined) return undefined;
    const [, settings, noted, , locked] = results;
    const [now, synchronousCommit] = settings?.[0] ?? [];
    if (noted?.length !== 1) {
      // Nothing was written for a day, so a sweeper has deleted it, and those of the other lanes, too.
      this.#lanes.length = 0;
      throw new Error("The row of the lane is missing");
    }
    const format = Number(noted[0]?.[0]);
    if (format !== FORMAT) throw newerFormat(ACTION, this.#parts.tables.schemaName, format);
    checkCommit(ACTION, synchronousCommit);
    const free = new Set([...waited, ...(locked ?? []).map(([key]) => Number(key))]);
    const served = calls.filter((call) => free.has(keyOf(call)));
    const blocked = calls.filter((call) => !free.has(keyOf(call)));
    return { served, blocked, now: new Date(Number(now)) };
  }

  /** Reads what is there, and plans the changes. */
  async #plan(client: PoolClient, { served, now }: Locked): Promise<ApplyPlan> {
    // The locks were waited for by a statement of their own, so this one sees all that was committed before.
    const { present, stages } = await this.#statements.read(client, served);
    return new ApplyPlan(served, { present, stages, now, nextVersion: this.#nextVersion });
  }
}
