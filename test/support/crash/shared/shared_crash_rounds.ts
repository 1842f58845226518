import { lastingLeftovers } from "../../../../adapters/contract/_lasting_leftovers.ts";
import { PostgresCluster } from "../../postgres/postgres_cluster.ts";
import { until } from "../../until.ts";
import type { CrashCounts } from "../crash_rounds.ts";
import { createRandom } from "../random.ts";
import {
  ageLanes,
  type CrashPlace,
  crashLeftovers,
  openToExamine,
  shortenClearLeases,
  withoutTransactions,
} from "./crash_postgres.ts";
import { type Fault, injectFault } from "./inject_fault.ts";
import { SharedHistory } from "./shared_history.ts";
import { SharedWriter } from "./shared_writer.ts";

const LEASE_MS = 3_000;
/** What does not wait for the disk does not reach it soon, so that a crash of the server finds much that is not there. */
const SETTINGS = { wal_writer_delay: "10s" };
const WRITERS = 3;
const OPERATIONS_BEFORE = 200;
/** Number of operations in which living writers show after a fault that they go on. */
const OPERATIONS_AFTER = 30;
const GO_ON_MS = 120_000;

export interface SharedCrashOptions {
  /** What happens in each round. */
  readonly faults: readonly Fault[];
  /** Number of processes. Default: 3. */
  readonly writers?: number;
  /** Determines what is written, and when something happens. */
  readonly seed: number;
  /** How long the store keeps what a killed process left, in milliseconds. Default: 3,000. */
  readonly leaseMs?: number;
  /** The most operations of a round before something happens. Default: 200. */
  readonly operations?: number;
}

export interface SharedCrashResult {
  readonly total: CrashCounts;
  /** The same by what happened. */
  readonly kinds: ReadonlyMap<Fault, CrashCounts>;
  readonly details: readonly string[];
  /** Number of operations that failed, and changed nothing. */
  readonly refused: number;
  /** Number of operations that failed, and of which the error said that they may be stored. */
  readonly doubtful: number;
}

/**
 * In each round, several processes write to one store in a PostgreSQL of its own until something happens: some of them are killed, or
 * processes of the server, or the server. Those that live go on. Then all pause, and the store is examined.
 */
export async function runSharedCrashRounds({
  faults,
  writers: count = WRITERS,
  seed,
  leaseMs = LEASE_MS,
  operations = OPERATIONS_BEFORE,
}: SharedCrashOptions): Promise<SharedCrashResult> {
  const random = createRandom(seed);
  const cluster = await PostgresCluster.start(SETTINGS);
  const place = { url: cluster.url, schema: "crash", leaseMs };
  const history = new SharedHistory();
  const total = noCounts();
  const kinds = new Map(faults.map((fault) => [fault, noCounts()]));
  const details: string[] = [];
  let writers: SharedWriter[] = [];
  let started = 0;
  try {
    for (const [index, fault] of faults.entries()) {
      while (writers.length < count) {
        const number = started++;
        const add = history.add.bind(history, number);
        writers.push(new SharedWriter(place, seed, number, add));
      }
      await until(() => writers.every(({ isOpen }) => isOpen));
      const before = history.acknowledged;
      for (const writer of writers) writer.go();
      await acknowledged(writers, Math.floor(random() * operations));
      // In half of the rounds nobody goes on, since new values would hide that old ones are lost.
      const goOn = random() < 0.5;
      const pausing = goOn || fault === "writers" ? undefined : pauseAll(writers);
      // If the fault cannot be injected, its error is the one to tell.
      pausing?.catch(() => {});
      writers = await injectFault(fault, { cluster, writers, random });
      if (goOn && writers.length > 0) await acknowledged(writers, OPERATIONS_AFTER);
      await (pausing ?? pauseAll(writers));
      const { leftovers, ...found } = await examine(place, history);
      for (const counts of [total, kinds.get(fault) ?? total]) {
        counts.rounds++;
        counts.acknowledged += history.acknowledged - before;
        counts.lost += found.lost;
        counts.torn += found.torn;
        counts.leftovers += leftovers.length;
      }
      const texts = [...found.details, ...leftovers];
      details.push(...texts.map((text) => `round ${index + 1}, ${fault}: ${text}`));
    }
  } finally {
    await Promise.allSettled(writers.map((writer) => writer.kill()));
    await cluster.end();
  }
  return { total, kinds, details, refused: history.refused, doubtful: history.doubtful };
}

async function pauseAll(writers: readonly SharedWriter[]): Promise<void> {
  await Promise.all(writers.map((writer) => writer.pause()));
}

/** Waits until the writers have made so many further operations. */
async function acknowledged(writers: readonly SharedWriter[], count: number): Promise<void> {
  const sum = () => writers.reduce((total, writer) => total + writer.acknowledged, 0);
  const limit = sum() + count;
  const start = performance.now();
  await until(() => {
    for (const writer of writers) writer.expectAlive();
    if (performance.now() - start > GO_ON_MS) throw new Error("The writers do not go on");
    return sum() >= limit;
  });
}

async function examine(place: CrashPlace, history: SharedHistory) {
  await withoutTransactions(place);
  const storage = await openToExamine(place);
  try {
    const found = await history.examine(storage);
    await ageLanes(place);
    await shortenClearLeases(place);
    const leftovers = await lastingLeftovers(() => crashLeftovers(place));
    return { ...found, leftovers };
  } finally {
    await storage.close();
  }
}

function noCounts(): CrashCounts {
  return { rounds: 0, acknowledged: 0, lost: 0, torn: 0, leftovers: 0 };
}
