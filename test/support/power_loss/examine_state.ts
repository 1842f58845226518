import assert from "node:assert/strict";
import fs from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { mock } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { FilesystemDriver } from "../../../adapters/filesystem/_filesystem_driver.ts";
import type { StoreDamage } from "../../../adapters/filesystem/log/_store_damage.ts";
import { GuardedStorage } from "../../../core/storage/guarded_storage.ts";
import type { VariableStorage } from "../../../core/storage/storage.ts";
import { filesystemLeftovers } from "../filesystem_leftovers.ts";
import { readValues, type Values } from "./store_history.ts";

const LOOKS = 200;
const LOOK_MS = 5;
const FOLDERS = ["contents", "format", "lock", "log"];
const LOG_FILE = /^(?:\d{8}-[0-9a-f]{8}\.(?:log|hint)|closed)$/;

/** Opens a store with small segments. */
export async function openStore(
  directory: string,
  segmentBytes: number,
): Promise<{ readonly storage: VariableStorage; readonly damages: readonly StoreDamage[] }> {
  const damages: StoreDamage[] = [];
  const driver = await FilesystemDriver.open(directory, {
    acceptDamage: false,
    onDamage: (damage) => damages.push(damage),
    segmentBytes,
  });
  return { storage: new GuardedStorage(driver), damages };
}

/**
 * Opens a store. Returns what it holds, and what is wrong besides.
 *
 * @param isTwice Whether it is opened a second time, and has to show the same.
 */
export async function examineState(
  directory: string,
  segmentBytes: number,
  isTwice: boolean,
): Promise<{
  readonly values: ReadonlyMap<string, Values> | undefined;
  readonly faults: readonly string[];
}> {
  try {
    return await withoutSyncs(async () => {
      const first = await readStore(directory, segmentBytes);
      if (!isTwice) return first;
      const second = await readStore(directory, segmentBytes);
      assert.deepEqual(second.values, first.values, "the second opening shows other values");
      return first;
    });
  } catch (error) {
    return { values: undefined, faults: [error instanceof Error ? error.message : String(error)] };
  }
}

async function readStore(directory: string, segmentBytes: number) {
  const { storage, damages } = await openStore(directory, segmentBytes);
  try {
    assert.deepEqual(damages, [], "damage was reported");
    return { values: await readValues(storage), faults: await leftovers(directory) };
  } finally {
    await storage.close();
  }
}

/** What is left over in a store that is open. It has some time to sweep. */
async function leftovers(directory: string): Promise<readonly string[]> {
  for (let looks = 1; ; looks++) {
    const left = [...(await filesystemLeftovers(directory)), ...(await strangers(directory))];
    if (left.length === 0 || looks === LOOKS) return left.map((path) => `'${path}' is left over`);
    await sleep(LOOK_MS);
  }
}

/** Files that no store has. */
async function strangers(directory: string): Promise<readonly string[]> {
  const root = (await readdir(directory)).filter((name) => !FOLDERS.includes(name));
  const log = (await readdir(join(directory, "log"))).filter((name) => !LOG_FILE.test(name));
  return [...root, ...log.map((name) => join("log", name))];
}

/** The states are examined in this process alone, so nothing has to reach a disk, which would take most of the time. */
async function withoutSyncs<T>(run: () => Promise<T>): Promise<T> {
  const skipped = (_fd: number, callback: () => void) => setImmediate(callback);
  const mocks = [mock.method(fs, "fdatasync", skipped), mock.method(fs, "fsync", skipped)];
  try {
    return await run();
  } finally {
    for (const replaced of mocks) replaced.mock.restore();
  }
}
