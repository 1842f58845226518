import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createRandom } from "../crash/random.ts";
import { type DiskEvent, DiskModel, type DiskState } from "./disk_model.ts";
import { DiskRecorder } from "./disk_recorder.ts";
import { readState, writeState } from "./disk_state_files.ts";
import { examineState, openStore } from "./examine_state.ts";
import { StoreHistory, type Values } from "./store_history.ts";
import { isFull, useStore } from "./store_workload.ts";

/** Calls of a session. */
const CALLS = 40;
/** The part of the states that are those after `kill -9`. */
const KILLED = 0.3;
/** The part of the states that are opened twice. */
const TWICE = 0.2;

/** Length of full segments, and of most values, in bytes. */
export interface PowerLossSizes {
  readonly segmentBytes: number;
  readonly valueBytes: number;
}

/** So short that segments are sealed and merged all the time. */
export const SHORT: PowerLossSizes = { segmentBytes: 4_096, valueBytes: 200 };
/** So long that records are written, and segments merged, in several parts. */
export const LONG: PowerLossSizes = { segmentBytes: 400_000, valueBytes: 4_000 };

export interface PowerLossOptions {
  /** An empty folder. */
  readonly directory: string;
  readonly seed: number;
  /** Number of sessions. Each begins with what the disk holds after the one before was cut off. */
  readonly sessions: number;
  /** Number of states that are opened for each session, about. */
  readonly states: number;
  /** Length of segments and values. Default: {@linkcode SHORT}. */
  readonly sizes?: PowerLossSizes;
  /** The part of the writes that fail as on a full disk, from 0 to 1. Default: 0. */
  readonly failing?: number;
  /** Whether the disk notices an event. Default: all. Others show that a fault is found. */
  readonly notices?: (event: DiskEvent, disk: DiskModel) => boolean;
}

export interface PowerLossResult {
  /** Number of states after a loss of power, and after `kill -9`. */
  readonly lost: number;
  readonly killed: number;
  /** What was wrong, a text for each. */
  readonly failures: readonly string[];
}

/** A session as it was recorded. */
interface Session {
  readonly events: readonly DiskEvent[];
  /** Number of events until the store was open. */
  readonly opened: number;
  readonly history: StoreHistory;
}

/** Says what is wrong with values. */
type Judge = (found: ReadonlyMap<string, Values>) => readonly string[];

/**
 * Records what a store does to the disk in some sessions, and opens many of the states in which the disk may be when the power fails, or
 * the process is killed, at any moment. The first session begins with an empty folder, each other with one of these states.
 */
export async function runPowerLosses(options: PowerLossOptions): Promise<PowerLossResult> {
  const {
    directory,
    seed,
    sessions,
    states,
    sizes = SHORT,
    failing = 0,
    notices = () => true,
  } = options;
  const random = createRandom(seed);
  const failures: string[] = [];
  let [lost, killed, folders] = [0, 0, 0];
  let disk = DiskModel.of({ folders: [], files: new Map() });
  let values: ReadonlyMap<string, Values> = new Map();
  let judgeBefore: Judge = (found) => new StoreHistory(new Map()).faults(found, 0);

  const inFolder = async <T>(state: DiskState, run: (folder: string) => Promise<T>) => {
    const folder = join(directory, String(++folders));
    await writeState(folder, state);
    try {
      return await run(folder);
    } finally {
      await rm(folder, { recursive: true });
    }
  };
  const examine = (state: DiskState, judge: Judge, where: string) =>
    inFolder(state, async (folder) => {
      const { values: found, faults } = await examineState(
        folder,
        sizes.segmentBytes,
        random() < TWICE,
      );
      for (const fault of [...faults, ...(found === undefined ? [] : judge(found))]) {
        failures.push(`seed ${seed}, ${where}: ${fault}`);
      }
      return found;
    });

  for (let number = 1; number <= sessions && failures.length === 0; number++) {
    const { events, opened, history } = await inFolder(disk.written(), (folder) =>
      record(folder, disk, new StoreHistory(values), random, sizes, failing),
    );
    const cutAt = Math.floor(random() * events.length);
    let next: DiskModel | undefined;
    for (const [index, event] of events.entries()) {
      const at = index + 1;
      const isCut = index === cutAt;
      // What an opening shows is on the disk only when it has ended.
      const judge: Judge = at < opened ? judgeBefore : (found) => history.faults(found, at);
      const where = `session ${number}, event ${at} of ${events.length}, ${event.op}`;
      const partly = disk.copy();
      if (notices(event, disk)) {
        partly.apply(cut(event, random));
        disk.apply(event);
      }
      const isKilled = random() < KILLED;
      if (!isCut && random() > states / events.length) continue;
      const state = isKilled ? partly.written() : disk.lose(random);
      if (isKilled) killed++;
      else lost++;
      if (failures.length > 0) break;
      const found = await examine(state, judge, `${where}, ${isKilled ? "killed" : "power lost"}`);
      if (!isCut || found === undefined) continue;
      next = isKilled ? partly : DiskModel.of(state);
      values = found;
      judgeBefore = judge;
    }
    if (next === undefined) break;
    disk = next;
  }
  return { lost, killed, failures };
}

async function record(
  folder: string,
  disk: DiskModel,
  history: StoreHistory,
  random: () => number,
  { segmentBytes, valueBytes }: PowerLossSizes,
  failing: number,
): Promise<Session> {
  const recorder = new DiskRecorder(folder, disk);
  const { events } = recorder;
  const opened = await recorder.run(async () => {
    const { storage } = await openStore(folder, segmentBytes);
    const at = events.length;
    recorder.failSome(failing, random);
    const workload = { calls: CALLS, valueBytes };
    await useStore(storage, { history, now: () => events.length }, random, workload);
    await storage.close().catch((error) => {
      if (!isFull(error)) throw error;
    });
    return at;
  });
  const model = disk.copy();
  for (const event of events) model.apply(event);
  assert.deepEqual(await readState(folder), model.written(), "The recorder has not seen all");
  return { events, opened, history };
}

/** A write ends anywhere when the process is killed. */
function cut(event: DiskEvent, random: () => number): DiskEvent {
  if (event.op !== "write" || random() < 0.3) return event;
  const length = Math.floor(random() * event.bytes.byteLength);
  return { ...event, bytes: event.bytes.subarray(0, length) };
}
