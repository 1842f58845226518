import type { Change, StagedContent, VariableStorage } from "../../../core/storage/storage.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { filled, putBytes } from "../filesystem_store.ts";
import type { Effect, StoreHistory } from "./store_history.ts";

const INSTANCES = 4;
const NAMES = 6;
/** Larger than what the log takes. */
const LARGE_BYTES = 66_000;

/** Where calls are noted. */
export interface CallLog {
  readonly history: StoreHistory;
  /** The number of events so far. */
  now(): number;
}

/** What is made of calls. */
export interface Workload {
  /** The number of calls. */
  readonly calls: number;
  /** Length of most values, at most, in bytes. Some have up to 15 times as many. */
  readonly valueBytes: number;
}

/** Makes calls of all kinds, several at a time. */
export async function useStore(
  storage: VariableStorage,
  { history, now }: CallLog,
  random: () => number,
  { calls, valueBytes }: Workload,
): Promise<void> {
  const below = (limit: number) => Math.floor(random() * limit);
  const value = (isLarge: boolean) => ({
    size: isLarge ? LARGE_BYTES + below(3_000) : 1 + below(valueBytes * (below(8) === 0 ? 15 : 1)),
    fill: below(256),
  });
  const apply = async (instance: string, changes: readonly Change[], effect: Effect) => {
    const end = history.add(instance, effect, now());
    try {
      const applied = await storage.apply(instance, changes);
      end.acknowledge(
        now(),
        applied.map((record) => record?.version),
      );
    } catch (error) {
      if (!isFull(error)) throw error;
      end.refuse(now());
    }
  };
  const running: Promise<void>[] = [];
  for (let i = 0; i < calls; i++) {
    const instance = `i${below(INSTANCES)}`;
    const kind = below(20);
    if (kind === 0) {
      running.push(apply(instance, [{ op: "clear" }], "clear"));
    } else if (kind === 1) {
      const { size, fill } = value(true);
      const stage = await stageOf(storage, filled(size, fill));
      if (stage === undefined) continue;
      if (below(2) === 0) running.push(stage.discard());
      else
        running.push(
          apply(instance, [putBytes("staged", stage)], new Map([["staged", { size, fill }]])),
        );
    } else {
      const effect = new Map<string, { size: number; fill: number } | undefined>();
      for (let left = 1 + below(3); left > 0; left--) {
        effect.set(`v${below(NAMES)}`, below(3) === 0 ? undefined : value(below(15) === 0));
      }
      const changes = [...effect].map(
        ([name, put]): Change =>
          put === undefined ? { op: "delete", name } : putBytes(name, filled(put.size, put.fill)),
      );
      running.push(apply(instance, changes, effect));
    }
    if (below(4) === 0) await Promise.all(running);
  }
  await Promise.all(running);
}

async function* inChunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 20_000) yield bytes.subarray(at, at + 20_000);
}

/** Returns `undefined` if the disk is full. */
async function stageOf(
  storage: VariableStorage,
  bytes: Uint8Array,
): Promise<StagedContent | undefined> {
  try {
    return await storage.stage(inChunks(bytes));
  } catch (error) {
    if (isFull(error)) return undefined;
    throw error;
  }
}

/** Whether an error says that the disk is full. */
export function isFull(error: unknown): boolean {
  return error instanceof StorageError && error.code === "full";
}
