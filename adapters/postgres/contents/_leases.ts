import { BEGIN, type Connections, limitTo, runScript } from "../connections/_connections.ts";
import type { Tables } from "../tables/_tables.ts";
import { Discards } from "./_discards.ts";
import type { Sweeper } from "./_sweeper.ts";

/** How long this process may be silent, and how often it is not. In milliseconds. */
export interface LeaseTimes {
  /** How long an orphan is kept after it was last wanted. Longer than a transaction and two heartbeats. */
  readonly leaseMs: number;
  /** How often orphans are prolonged that this process wants, and others are swept. */
  readonly heartbeatMs: number;
}

/** What the leases of a store need. */
export interface LeaseParts {
  readonly connections: Connections;
  readonly tables: Tables;
  readonly times: LeaseTimes;
  readonly sweeper: Sweeper;
}

/**
 * Keeps the contents that this process needs: its stages, and what is being read. Only orphans need a lease, and a content that is
 * being read becomes an orphan when it is replaced. So reading alone writes nothing. The database's clock alone decides when a
 * lease has run out, and an orphan whose lease has run out never comes back.
 */
export class Leases {
  readonly #parts: LeaseParts;
  /** The contents of stages. Nobody else knows them. */
  readonly #stages = new Set<number>();
  /** The number of readers of each content. */
  readonly #readers = new Map<number, number>();
  readonly #discards = new Discards((contents) => this.#discard(contents));
  readonly #timer: NodeJS.Timeout;
  #beating: Promise<void> | undefined;

  constructor(parts: LeaseParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => {
      this.#beating ??= this.#beat().finally(() => {
        this.#beating = undefined;
      });
    }, parts.times.heartbeatMs);
    this.#timer.unref();
  }

  /** Keeps the content of a stage. */
  addStage(content: number): void {
    this.#stages.add(content);
  }

  /** Keeps the content of a stage no longer, since a variable refers to it now. */
  endStage(content: number): void {
    this.#stages.delete(content);
  }

  /** Has the content of a stage swept at once. */
  discardStage(content: number): Promise<void> {
    this.#stages.delete(content);
    return this.#discards.add(content);
  }

  /** Keeps a content for a reader. */
  addReader(content: number): void {
    this.#readers.set(content, (this.#readers.get(content) ?? 0) + 1);
  }

  /** Ends the reading of a content. */
  endReader(content: number): void {
    const readers = this.#readers.get(content) ?? 0;
    if (readers > 1) this.#readers.set(content, readers - 1);
    else this.#readers.delete(content);
  }

  /** The contents that this process keeps. */
  get kept(): readonly number[] {
    return [...this.#stages, ...this.#readers.keys()];
  }

  /** Ends the heartbeat. Stages that are left are swept now if the database is there, and later by others if it is not. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beating;
    const { sweeper } = this.#parts;
    const stages = [...this.#stages];
    this.#stages.clear();
    this.#readers.clear();
    if (stages.length > 0) await this.#discard(stages).catch(() => {});
    await sweeper.close();
  }

  async #beat(): Promise<void> {
    const { kept } = this;
    // If this fails, the next heartbeat tries again, and the lease is longer than two.
    if (kept.length > 0) await this.#prolong(kept).catch(() => {});
    this.#parts.sweeper.run();
  }

  async #prolong(contents: readonly number[]): Promise<void> {
    const { connections, tables, times } = this.#parts;
    await connections.runRepeatable("keep contents", (client) =>
      runScript(client, [
        BEGIN,
        limitTo(connections.timeoutMs),
        // Who has locked an orphan prolongs it, too, or needs it no more. To wait for all of them could take longer than the lease.
        `UPDATE ${tables.orphan} SET keep_until = clock_timestamp() + interval '${times.leaseMs} ms'
          WHERE content IN (SELECT content FROM ${tables.orphan}
            WHERE content = ANY ('{${contents}}'::bigint[]) AND keep_until > clock_timestamp()
            FOR UPDATE SKIP LOCKED)`,
        "COMMIT",
      ]),
    );
  }

  async #discard(contents: readonly number[]): Promise<void> {
    await this.#expire(contents);
    this.#parts.sweeper.run();
  }

  async #expire(contents: readonly number[]): Promise<void> {
    const { connections, tables } = this.#parts;
    await connections.runRepeatable("discard contents", (client) =>
      runScript(client, [
        BEGIN,
        limitTo(connections.timeoutMs),
        `UPDATE ${tables.orphan} SET keep_until = '-infinity'
          WHERE content = ANY ('{${contents}}'::bigint[])`,
        "COMMIT",
      ]),
    );
  }
}
