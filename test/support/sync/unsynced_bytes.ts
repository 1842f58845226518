import { dirname } from "node:path";
import type { SystemCall, SystemCallEvent } from "./strace_log.ts";

/** An answer that promised something the disk did not have yet. */
export interface BrokenPromise {
  /** The number of the 204, from 1. */
  readonly answer: number;
  /** The files with unsynced bytes and the folders with unsynced entries. */
  readonly unsynced: readonly string[];
}

/** What a check of a log found. */
export interface SyncReport {
  readonly answers: number;
  readonly syncs: number;
  readonly broken: readonly BrokenPromise[];
}

const SYNCS = /^f(?:data)?sync$/;
const WRITES = /^(?:write|writev|pwrite64|pwritev2?|ftruncate|fallocate|copy_file_range)$/;

/**
 * Follows which files below `store` have bytes, and which of its folders entries, that no sync has reached, and notes each
 * `204 No Content` that leaves while there are any. A write counts from its start, a sync at its end.
 */
export function findBrokenPromises(events: readonly SystemCallEvent[], store: string): SyncReport {
  /** With the place in the log of the last write or entry: a sync covers only what came before its start. */
  const dirty = new Map<string, number>();
  const syncStarts = new Map<SystemCall, number>();
  const known = new Set<string>();
  const broken: BrokenPromise[] = [];
  let place = 0;
  let answers = 0;
  let syncs = 0;
  const isInside = (path: string | undefined): path is string =>
    path !== undefined && (path === store || path.startsWith(`${store}/`));
  /** SQLite's shared memory is rebuilt after a crash and never needs a sync. */
  const counts = (path: string | undefined): path is string =>
    isInside(path) && !path.endsWith("-shm");
  const create = (path: string | undefined) => {
    if (!counts(path) || known.has(path)) return;
    known.add(path);
    dirty.set(dirname(path), place);
  };
  const forget = (path: string) => {
    for (const entry of [...dirty.keys(), ...known]) {
      if (entry !== path && !entry.startsWith(`${path}/`)) continue;
      dirty.delete(entry);
      known.delete(entry);
    }
  };
  for (const { at, call } of events) {
    place++;
    const path = descriptorPath(call);
    if (at === "start") {
      if (isAnswer(call)) {
        answers++;
        if (dirty.size > 0) broken.push({ answer: answers, unsynced: [...dirty.keys()].sort() });
      } else if (WRITES.test(call.name) && counts(path)) dirty.set(path, place);
      else if (SYNCS.test(call.name)) syncStarts.set(call, place);
      continue;
    }
    if (call.result < 0) continue;
    const [first, second] = quotedPaths(call);
    if (SYNCS.test(call.name)) {
      const lastWrite = dirty.get(path ?? "");
      if (path === undefined || lastWrite === undefined) continue;
      if (lastWrite < (syncStarts.get(call) ?? 0)) dirty.delete(path);
      syncs++;
    } else if (call.name === "openat" && call.arguments.includes("O_CREAT"))
      create(call.resultPath);
    else if (call.name.startsWith("mkdir")) create(first);
    else if (/^(?:unlink|rmdir)/.test(call.name) && first !== undefined) forget(first);
    else if (/^(?:rename|link)/.test(call.name) && first !== undefined && second !== undefined) {
      const wasDirty = dirty.has(first);
      if (call.name.startsWith("rename")) forget(first);
      known.delete(second);
      create(second);
      if (wasDirty && counts(second)) dirty.set(second, place);
    }
  }
  return { answers, syncs, broken };
}

function isAnswer(call: SystemCall): boolean {
  return (
    /^(?:write|writev|sendto|sendmsg)$/.test(call.name) && call.arguments.includes('"HTTP/1.1 204')
  );
}

/** The path of the descriptor that is the first argument, as in `write(17</tmp/x>, …`. */
function descriptorPath(call: SystemCall): string | undefined {
  return /^\d+<([^>]*)>/.exec(call.arguments)?.[1];
}

function quotedPaths(call: SystemCall): string[] {
  return [...call.arguments.matchAll(/"(\/[^"]*)"/g)].map((match) => match[1] ?? "");
}
