import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { variablePath } from "../server/form.ts";
import { loadServer, smallRequest } from "../server/load.ts";
import { targetsOf } from "../server/request_shapes.ts";
import { endWithThisProcess } from "../support/end_with_this_process.ts";
import { scratchPath } from "../support/scratch.ts";
import type { Table } from "../support/table.ts";
import { diskBytes } from "./disk_use.ts";
import type { Store } from "./stores.ts";

const MAIN = fileURLToPath(new URL("merge_main.ts", import.meta.url));
const CONNECTIONS = 32;
const WINDOW_SECONDS = 1;
const WARM_UP_WINDOWS = 3;
const WINDOWS_BEFORE = 10;
/** A merge is over when the store has not become smaller for so many windows, and not there if it never did for so many. */
const WINDOWS_AFTER = 5;
const MOST_WINDOWS = 60;
const SMALLER_BYTES = 2 ** 20;

/** What the program sends: first where it listens, then how much it has left. */
export interface MergeMessage {
  readonly port?: number;
  readonly liveBytes?: number;
}

/** Posts before and while a store gives back the room of what was deleted. */
export interface MergeResult {
  readonly store: string;
  /** The 99th percentile of posts in each second, in milliseconds. */
  readonly before: readonly number[];
  /** The same until the store did not become smaller any more. Empty if it never did. */
  readonly during: readonly number[];
  /** Bytes on the disk before and after, and those of the values that were kept. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  readonly liveBytes: number;
}

/** Posts to each store, deletes three quarters of its 2 GiB, and goes on to post while it merges what is left. */
export async function measureMerge(stores: readonly Store[]): Promise<MergeResult[]> {
  const results: MergeResult[] = [];
  for (const store of stores) {
    const path = scratchPath();
    const child = fork(MAIN, [store.root, store.kind, path], { execArgv: ["--import", "tsx"] });
    endWithThisProcess(child);
    const exit = once(child, "exit");
    try {
      results.push({ store: store.name, ...(await measureStore(child, path)) });
    } finally {
      child.kill("SIGKILL");
      await exit;
    }
  }
  return results;
}

async function measureStore(
  child: ChildProcess,
  path: string,
): Promise<Omit<MergeResult, "store">> {
  const { port = 0 } = await nextMessage(child);
  const before: number[] = [];
  for (let window = 0; window < WARM_UP_WINDOWS; window += 1) await postsP99(port);
  while (before.length < WINDOWS_BEFORE) before.push(await postsP99(port));
  const bytesBefore = await diskBytes(path);
  child.send("delete");
  const { liveBytes = 0 } = await nextMessage(child);
  const windows: number[] = [];
  let bytesAfter = bytesBefore;
  let lastSmaller = 0;
  while (windows.length < (lastSmaller === 0 ? MOST_WINDOWS : lastSmaller + WINDOWS_AFTER)) {
    windows.push(await postsP99(port));
    const bytes = await diskBytes(path);
    if (bytes > bytesAfter - SMALLER_BYTES) continue;
    bytesAfter = bytes;
    lastSmaller = windows.length;
  }
  const during = windows.slice(0, lastSmaller);
  return { before, during, bytesBefore, bytesAfter, liveBytes };
}

async function nextMessage(child: ChildProcess): Promise<MergeMessage> {
  const [message] = await Promise.race([once(child, "message"), once(child, "exit")]);
  if (typeof message === "object" && message !== null) return message;
  throw new Error(`Cannot measure a merge: the process ended with ${message}`);
}

async function postsP99(port: number): Promise<number> {
  const address = { host: "127.0.0.1", port };
  const { p99 } = await loadServer(address, CONNECTIONS, { duration: WINDOW_SECONDS }, (each) =>
    targetsOf("spread", each, CONNECTIONS).map(({ instance, name }) =>
      smallRequest("POST", variablePath(name, `instance${instance}`)),
    ),
  );
  return p99;
}

/** The middle one of some values; `undefined` if there is none. */
export function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

export function mergeTable(results: readonly MergeResult[]): Table {
  const milliseconds = (value: number | undefined) => value?.toFixed(1) ?? "–";
  const mebibytes = (bytes: number) => (bytes / 2 ** 20).toFixed(0);
  return {
    title:
      "Posts of 1 KiB on 32 connections while the room of deleted values is given back: p99 in ms",
    note: 'The p99 of each second: the middle one, and the worst. Without seconds "during" nothing was given back.',
    columns: [
      "",
      "before",
      "worst",
      "during",
      "worst",
      "seconds",
      "MiB before",
      "MiB after",
      "MiB of values left",
    ],
    rows: results.map(({ store, before, during, bytesBefore, bytesAfter, liveBytes }) => [
      store,
      ...[median(before), Math.max(...before)].map(milliseconds),
      ...[median(during), during.length === 0 ? undefined : Math.max(...during)].map(milliseconds),
      String(during.length * WINDOW_SECONDS),
      ...[bytesBefore, bytesAfter, liveBytes].map(mebibytes),
    ]),
  };
}
