import assert from "node:assert/strict";
import { readdir, stat } from "node:fs/promises";
import { encodeInstanceName } from "../../../adapters/filesystem/_instance_name.ts";
import { StoreLayout } from "../../../adapters/filesystem/_store_layout.ts";
import { FilesystemStorage } from "../../../adapters/filesystem.ts";
import { withFailing } from "../../support/failing_files.ts";
import { filesystemLeftovers } from "../../support/filesystem_leftovers.ts";
import {
  filled,
  putBytes,
  readBytes,
  withFilesystemStore,
} from "../../support/filesystem_store.ts";
import { suite } from "../../support/suite.ts";

const test = suite("LogRewrite");
const ID = "order-1";
/** Rounds that leave enough garbage for several rewrites. */
const ROUNDS = 300;

test("shrinks the log beside readers, writers and deletions, and loses nothing", () =>
  withFilesystemStore(async (storage, directory) => {
    const expected = new Map<string, Uint8Array>();
    const set = (name: string, bytes: Uint8Array) => {
      expected.set(name, bytes);
      return storage.apply(ID, [putBytes(name, bytes)]);
    };
    await set("large", filled(100_000, 9));
    await set("quiet", filled(50_000, 8));
    for (let round = 0; round < ROUNDS; round++) {
      const name = `n${round % 10}`;
      const writes = [set(name, filled(10_000, round % 251)), set(`once-${round}`, filled(10, 1))];
      if (round % 3 === 0) {
        writes.push(storage.apply(ID, [{ op: "delete", name: `once-${round - 1}` }]));
        expected.delete(`once-${round - 1}`);
      }
      const read = await readBytes(storage, ID, name);
      assert.ok(read === undefined || read.every((byte) => byte === read[0]));
      await Promise.all(writes);
    }
    await check(storage, expected);
    const path = new StoreLayout(directory).log(encodeInstanceName(ID));
    await until(async () => (await stat(path)).size < 1_000_000);
    await storage.close();
    const again = await FilesystemStorage.open(directory);
    await check(again, expected);
    assert.deepEqual(await filesystemLeftovers(directory), []);
    await again.close();
  }));

test("is given up when the instance is cleared or the store closed meanwhile", () =>
  withFilesystemStore(async (storage, directory) => {
    for (let round = 0; round < 10; round++) {
      const writes = Array.from({ length: 60 }, (_, i) =>
        storage.apply(ID, [putBytes("a", filled(16_000, i))]),
      );
      await Promise.all(writes);
      for (let i = 0; i < round; i++) await new Promise((resolve) => setImmediate(resolve));
      if (round % 2 === 0) await storage.apply(ID, [{ op: "clear" }]);
      await storage.apply(ID, [putBytes("b", filled(5, round))]);
      assert.deepEqual(await readBytes(storage, ID, "b"), filled(5, round));
    }
    await storage.close();
    const again = await FilesystemStorage.open(directory);
    assert.deepEqual(await readBytes(again, ID, "b"), filled(5, 9));
    assert.deepEqual(await readBytes(again, ID, "a"), filled(16_000, 59));
    await again.close();
    assert.deepEqual(await filesystemLeftovers(directory), []);
  }));

test("leaves the old log when the new one cannot be made", () =>
  withFilesystemStore(async (storage, directory) => {
    await storage.apply(ID, [putBytes("a", filled(10, 1)), putBytes("b", filled(60_000, 0))]);
    await withFailing("open", { code: "EMFILE" }, async () => {
      for (let i = 0; i < 20; i++) await storage.apply(ID, [putBytes("b", filled(60_000, i))]);
    });
    assert.deepEqual(await readBytes(storage, ID, "a"), filled(10, 1));
    assert.deepEqual(await readBytes(storage, ID, "b"), filled(60_000, 19));
    const { stage } = new StoreLayout(directory);
    await until(async () => (await readdir(stage)).length === 0);
  }));

async function check(
  storage: FilesystemStorage,
  expected: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  const names = (await storage.list(ID)).map(({ name }) => name);
  assert.deepEqual(names, [...expected.keys()].sort());
  for (const [name, bytes] of expected) {
    assert.deepEqual(await readBytes(storage, ID, name), bytes, name);
  }
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}
