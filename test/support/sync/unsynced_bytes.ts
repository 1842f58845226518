import { dirname } from "node:path";
import type { SystemCall, SystemCallEvent } from "./strace_log.ts";
import { isSyncedMark } from "./synced_mark.ts";

/** An answer that came before all bytes were synced. */
export interface BrokenPromise {
  /** The number of the 204, from 1. */
  readonly answer: number;
  /** The files with unsynced bytes, and the files and folders whose entry in their folder is unsynced. */
  readonly unsynced: readonly string[];
}

/** The result of checking a log. */
export interface SyncReport {
  readonly answers: number;
  readonly syncs: number;
  readonly broken: readonly BrokenPromise[];
}

const WRITES = /^(?:write|writev|pwrite64|pwritev2?|ftruncate|fallocate|copy_file_range)$/;
const SYNCS = /^f(?:data)?sync$/;

/**
 * Finds each `204 No Content` that was sent before everything was synced: the bytes of the files below `store`, and the directory
 * entries that lead to a file with bytes. A write counts from its start. A sync counts from its end, for writes before its start.
 * The mark behind a sync of the filesystem storage's log does not count. The store must be empty when the log begins.
 */
export function findBrokenPromises(events: readonly SystemCallEvent[], store: string): SyncReport {
  const bytes = new WaitingPaths();
  const entries = new WaitingPaths();
  /** All created files, and the time of the last write to each. */
  const files = new WaitingPaths();
  const syncStarts = new Map<SystemCall, number>();
  const broken: BrokenPromise[] = [];
  let answers = 0;
  let syncs = 0;
  for (const [time, { at, call }] of events.entries()) {
    const path = descriptorPath(call);
    if (at === "start") {
      if (isAnswer(call)) {
        answers++;
        const leading = entries.paths().filter((entry) => files.has(entry));
        const unsynced = [...new Set([...bytes.paths(), ...leading])].sort();
        if (unsynced.length > 0) broken.push({ answer: answers, unsynced });
      } else if (SYNCS.test(call.name)) syncStarts.set(call, time);
      else if (WRITES.test(call.name) && isKept(path, store) && !isSyncedMark(call)) {
        bytes.add(path, time);
        files.add(path, time);
      }
      continue;
    }
    if (call.result < 0) continue;
    const [first, second] = quotedPaths(call);
    if (SYNCS.test(call.name)) {
      const start = syncStarts.get(call) ?? 0;
      bytes.end((candidate) => candidate === path, start);
      entries.end((candidate) => dirname(candidate) === path, start);
      if (isKept(path, store)) syncs++;
    } else if (call.name === "openat" && call.arguments.includes("O_CREAT")) {
      // Opening a file that exists already does not create an entry.
      if (isKept(call.resultPath, store) && !files.has(call.resultPath)) {
        entries.add(call.resultPath, time);
      }
    } else if (call.name.startsWith("mkdir")) {
      if (isKept(first, store)) entries.add(first, time);
    } else if (/^(?:unlink|rmdir)/.test(call.name)) {
      for (const paths of [bytes, entries, files]) paths.move(first, undefined);
    } else if (call.name.startsWith("rename")) {
      for (const paths of [bytes, entries, files]) paths.move(first, second);
      if (isKept(second, store)) entries.add(second, time);
    }
  }
  return { answers, syncs, broken };
}

/** Paths that wait for a sync, each with the time of its last event. */
class WaitingPaths {
  readonly #times = new Map<string, number>();

  add(path: string, time: number): void {
    this.#times.set(path, time);
  }

  /** Whether this path, or a path below it, waits. */
  has(path: string): boolean {
    return this.paths().some((candidate) => isWithin(candidate, path));
  }

  /** Removes the paths that match and whose last event was before a time. */
  end(matches: (path: string) => boolean, before: number): void {
    for (const [path, time] of this.#times) {
      if (matches(path) && time < before) this.#times.delete(path);
    }
  }

  /** Renames a path and the paths below it, or removes them. */
  move(from: string | undefined, to: string | undefined): void {
    if (from === undefined) return;
    for (const [path, time] of this.#times) {
      if (!isWithin(path, from)) continue;
      this.#times.delete(path);
      if (to !== undefined) this.#times.set(to + path.slice(from.length), time);
    }
  }

  paths(): string[] {
    return [...this.#times.keys()];
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** Whether a path must survive a crash. SQLite makes its shared memory again after a crash. */
function isKept(path: string | undefined, store: string): path is string {
  return path !== undefined && isWithin(path, store) && !path.endsWith("-shm");
}

function isAnswer(call: SystemCall): boolean {
  return (
    /^(?:write|writev|sendto|sendmsg)$/.test(call.name) && call.arguments.includes('"HTTP/1.1 204')
  );
}

/** The path of the descriptor that is the first argument, such as `/tmp/x` in `write(17</tmp/x>, …`. */
function descriptorPath(call: SystemCall): string | undefined {
  return /^\d+<([^>]*)>/.exec(call.arguments)?.[1];
}

function quotedPaths(call: SystemCall): string[] {
  return [...call.arguments.matchAll(/"(\/[^"]*)"/g)].map((match) => match[1] ?? "");
}
