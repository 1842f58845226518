import assert from "node:assert/strict";
import fs from "node:fs";
import { mock } from "node:test";
import type { VariableStorage } from "../../../core/storage/storage.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { createRandom } from "../../support/crash/random.ts";
import { filled, openWithSegments, putBytes, readBytes } from "../../support/filesystem_store.ts";
import { suite } from "../../support/suite.ts";
import { withTempDir } from "../../support/temp_dir.ts";

/** What fails, with which error, once in how many calls. */
const FAILURES = [
  ["open", "ENOSPC", 80],
  ["write", "ENOSPC", 40],
  ["writeSync", "ENOSPC", 30],
  ["read", "EIO", 150],
  ["fdatasync", "EIO", 400],
  ["fsync", "EIO", 200],
] as const;
const SEEDS = [1, 2];
const ROUNDS = 8;
const CALLS = 100;
const SEGMENT_BYTES = 8_192;

type Pick = (count: number) => number;
/** The fill and the size of the value of each variable. */
type Model = Map<string, Map<string, readonly [number, number]>>;

const test = suite("FilesystemDriver on a failing disk");

for (const seed of SEEDS) {
  test(`changes nothing by a call that it refuses, and keeps all others: seed ${seed}`, () =>
    withTempDir(async (directory) => {
      const random = createRandom(seed);
      const pick: Pick = (count) => Math.floor(random() * count);
      const model: Model = new Map();
      for (let round = 0; round < ROUNDS; round++) {
        const storage = await openWithSegments(directory, SEGMENT_BYTES);
        await check(storage, model);
        await whileFailing(pick, () => callMany(storage, model, pick));
        await check(storage, model);
        await storage.close();
      }
    }));
}

/** Calls several at a time. What is not refused goes into the model, in the order of the calls. */
async function callMany(storage: VariableStorage, model: Model, pick: Pick): Promise<void> {
  for (let count = 0; count < CALLS; count++) {
    const calls = Array.from({ length: 1 + pick(6) }, async () => {
      const instance = `i${pick(4)}`;
      const names = [...new Set([pick(8), pick(8)])].map((number) => `v${number}`);
      const value = [pick(256), pick(20) === 0 ? 70_000 : pick(900)] as const;
      const kind = pick(20);
      try {
        if (kind === 0) await storage.apply(instance, [{ op: "clear" }]);
        else {
          const change = (name: string) =>
            kind < 6
              ? ({ op: "delete", name } as const)
              : putBytes(name, filled(value[1], value[0]));
          await storage.apply(instance, names.map(change));
        }
      } catch (error) {
        assert.ok(error instanceof StorageError, `${error}`);
        return;
      }
      const variables = model.get(instance) ?? new Map();
      model.set(instance, variables);
      if (kind === 0) variables.clear();
      for (const name of kind === 0 ? [] : names) {
        if (kind < 6) variables.delete(name);
        else variables.set(name, value);
      }
    });
    await Promise.all(calls);
  }
}

async function check(storage: VariableStorage, model: Model): Promise<void> {
  for (const [instance, variables] of model) {
    const names = (await storage.list(instance)).map(({ name }) => name);
    assert.deepEqual(names, [...variables.keys()].sort());
    for (const [name, [fill, size]] of variables) {
      assert.deepEqual(await readBytes(storage, instance, name), filled(size, fill));
    }
  }
}

/** Runs `run` while operations on files fail now and then. Of a write that fails, a part is written. */
async function whileFailing(pick: Pick, run: () => Promise<void>): Promise<void> {
  const mocks = FAILURES.map(([operation, code, often]) => {
    const original = fs[operation];
    return mock.method(fs, operation, (...args: unknown[]): unknown => {
      const call = (given: readonly unknown[]) => Reflect.apply(original, fs, given);
      if (pick(often) > 0) return call(args);
      const error = Object.assign(new Error(`${code}: made to fail, ${operation}`), { code });
      const callback = args.at(-1);
      if (typeof callback !== "function") throw error;
      const [fd, bytes, offset, length, position] = args;
      if (operation === "write" && typeof length === "number") {
        return call([fd, bytes, offset, pick(length), position, () => callback(error)]);
      }
      return process.nextTick(callback, error);
    });
  });
  try {
    await run();
  } finally {
    for (const { mock: replaced } of mocks) replaced.restore();
  }
}
