import { setImmediate as nextTurn } from "node:timers/promises";
import type { BackupOptions } from "../../../adapters/backup_options.ts";
import { content } from "../../../adapters/contract/_content.ts";
import type { Change, VariableStorage } from "../../../core/storage/storage.ts";
import { readBytes } from "../filesystem_store.ts";

/** A storage that makes backups. */
export type BackupSource = VariableStorage & {
  backup(target: string, options?: BackupOptions): Promise<void>;
};

export interface BackupRun {
  /** Milliseconds. */
  readonly backupMs: number;
  /** Number of calls that were acknowledged while the backup was made. */
  readonly calls: number;
  /** The longest time between two acknowledgements of the same writer, and before the backup for as long. In milliseconds. */
  readonly longestPauseMs: number;
  readonly longestBeforeMs: number;
  /** The longest time in which the event loop had no turn. In milliseconds. */
  readonly longestTurnMs: number;
  /** What each instance had at least when the backup began: the number of its last acknowledged call. */
  readonly begun: readonly number[];
}

const VARIABLES = 5;
const LARGE = 200_000;
const BEFORE_CALLS = 20;

/** Writes to many instances, one writer each, and makes a backup meanwhile. */
export async function backUpWhileWriting(
  storage: BackupSource,
  target: string,
  writers: number,
): Promise<BackupRun> {
  const acknowledged = Array.from({ length: writers }, () => 0);
  let isEnded = false;
  let [calls, longest, longestTurn] = [0, 0, 0];
  const write = async (writer: number) => {
    for (let round = 1; !isEnded; round++) {
      const begin = performance.now();
      await storage.apply(instanceOf(writer), changesOf(writer, round));
      longest = Math.max(longest, performance.now() - begin);
      acknowledged[writer] = round;
      calls++;
    }
  };
  const watchTurns = async () => {
    for (let last = performance.now(); !isEnded; ) {
      await nextTurn();
      const now = performance.now();
      longestTurn = Math.max(longestTurn, now - last);
      last = now;
    }
  };
  const running = [...acknowledged.keys()].map(write);
  const watching = watchTurns();
  while (acknowledged.some((round) => round < BEFORE_CALLS)) await nextTurn();
  const longestBeforeMs = longest;
  [calls, longest, longestTurn] = [0, 0, 0];
  const begun = [...acknowledged];
  const begin = performance.now();
  try {
    await storage.backup(target);
  } finally {
    isEnded = true;
  }
  const backupMs = performance.now() - begin;
  const [duringCalls, longestTurnMs] = [calls, longestTurn];
  await Promise.all([...running, watching]);
  return {
    backupMs,
    calls: duringCalls,
    longestPauseMs: longest,
    longestBeforeMs,
    longestTurnMs,
    begun,
  };
}

/**
 * Finds out whether each instance of a copy is one state that was acknowledged or became so.
 *
 * @returns What is wrong.
 */
export async function tornInstances(
  copy: VariableStorage,
  begun: readonly number[],
): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const [writer, least] of begun.entries()) {
    const instance = instanceOf(writer);
    const records = await copy.list(instance);
    const rounds = records.map(({ valueInfo }) => Number(valueInfo.filename));
    const [round = 0] = rounds;
    const names = changesOf(writer, round).map(({ name }) => name);
    const isWhole =
      rounds.every((each) => each === round) &&
      names.sort().join() === records.map(({ name }) => name).join();
    if (!isWhole || round < least) {
      wrong.push(`${instance}: ${rounds.join()} instead of ${least} or later`);
      continue;
    }
    for (const { name } of records) {
      const bytes = await readBytes(copy, instance, name);
      const expected = changesOf(writer, round).find((change) => change.name === name)?.content;
      if (
        bytes === undefined ||
        !(expected instanceof Uint8Array) ||
        Buffer.compare(bytes, expected)
      )
        wrong.push(`${instance}, ${name}: other bytes`);
    }
  }
  return wrong;
}

function instanceOf(writer: number): string {
  return `writer-${String(writer).padStart(3, "0")}`;
}

/** All variables of an instance say the number of the call that put them. Some are large. */
function changesOf(writer: number, round: number): (Change & { readonly op: "put" })[] {
  return Array.from({ length: VARIABLES }, (_, v) => ({
    op: "put",
    name: `v${v}`,
    type: "File",
    valueInfo: { filename: String(round) },
    content: content(
      v === 0 && writer % 4 === 0 ? LARGE : 100 + v,
      writer * 100_000 + round * 10 + v,
    ),
  }));
}
