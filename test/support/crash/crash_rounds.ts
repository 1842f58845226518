import { join } from "node:path";
import { lastingLeftovers } from "../../../adapters/contract/_lasting_leftovers.ts";
import { copyStore } from "../copy_store.ts";
import { withTempDir } from "../temp_dir.ts";
import { CrashHistory } from "./crash_history.ts";
import { type CrashMoment, chooseMoment, chooseWriting, onlyOpens } from "./crash_moment.ts";
import type { CrashFindings } from "./crash_state.ts";
import type { CrashStore } from "./crash_stores.ts";
import { createRandom } from "./random.ts";
import { type RuntimeCommand, writeUntilKilled } from "./write_until_killed.ts";

export interface CrashOptions {
  /** An empty directory. */
  readonly directory: string;
  readonly rounds: number;
  /** Determines what is written, and when the process is killed. */
  readonly seed: number;
  /** The moment of each kill. Default: it is chosen at random. */
  readonly moment?: CrashMoment;
  /** Runs the process that writes. Default: Node, which examines in any case. */
  readonly runtime?: RuntimeCommand;
}

/** What the rounds have shown in which the process was killed at one kind of moment. */
export interface CrashCounts {
  rounds: number;
  acknowledged: number;
  lost: number;
  torn: number;
  leftovers: number;
}

export interface CrashResult {
  readonly total: CrashCounts;
  /** The same by the kinds of moments. */
  readonly kinds: ReadonlyMap<CrashMoment["at"], CrashCounts>;
  readonly details: readonly string[];
}

interface Examined extends CrashFindings {
  readonly leftovers: readonly string[];
}

/**
 * In each round, lets a process write to a store, kills it with SIGKILL, opens the store and examines it. Sometimes it examines a copy.
 * The next process then finds what the kill left.
 */
export async function runCrashRounds(
  store: CrashStore,
  { directory, rounds, seed, moment: fixed, runtime }: CrashOptions,
): Promise<CrashResult> {
  const random = createRandom(seed);
  const history = new CrashHistory();
  const total = noCounts();
  const kinds = new Map<CrashMoment["at"], CrashCounts>();
  const details: string[] = [];
  for (let round = 1; round <= rounds; round++) {
    const moment = fixed ?? chooseMoment(random, store.steps);
    const moments = [moment];
    // What a kill left makes an opening long. Without it, the store was closed, or was killed in the round before.
    if (onlyOpens(moment) && random() < 0.7) moments.unshift(chooseWriting(random));
    const before = history.acknowledged;
    let killedAt = "";
    for (const [index, each] of moments.entries()) {
      const argv = [store.name, directory, String(seed), String(2 * round + index)];
      for (const line of await writeUntilKilled(argv, each, runtime)) {
        history.add(line);
        if ("killedAt" in line) killedAt = ` at ${line.killedAt}`;
      }
    }
    const inPlace = fixed !== undefined || random() < 0.5;
    const found = await (inPlace
      ? examine(store, directory, history)
      : withTempDir(async (parent) => {
          const copy = join(parent, "copy");
          await copyStore(directory, copy);
          return examine(store, copy, history);
        }));
    const { lost, torn, leftovers } = found;
    const of = kinds.get(moment.at) ?? noCounts();
    kinds.set(moment.at, of);
    for (const counts of [total, of]) {
      counts.rounds++;
      counts.acknowledged += history.acknowledged - before;
      counts.lost += lost;
      counts.torn += torn;
      counts.leftovers += leftovers.length;
    }
    const where = `round ${round}, killed in ${moment.at}${killedAt}`;
    details.push(...[...found.details, ...leftovers].map((text) => `${where}: ${text}`));
  }
  return { total, kinds, details };
}

function noCounts(): CrashCounts {
  return { rounds: 0, acknowledged: 0, lost: 0, torn: 0, leftovers: 0 };
}

async function examine(
  store: CrashStore,
  directory: string,
  history: CrashHistory,
): Promise<Examined> {
  const storage = await store.open(directory);
  try {
    const found = await history.examine(storage);
    const leftovers = await lastingLeftovers(() => store.leftovers(directory));
    return { ...found, leftovers };
  } finally {
    await storage.close();
  }
}
