import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { InstanceCache } from "../../../adapters/filesystem/_instance_cache.ts";
import { Store } from "../../../adapters/filesystem/_store.ts";
import { StoreLayout } from "../../../adapters/filesystem/_store_layout.ts";
import {
  filled,
  putBytes,
  readBytes,
  withFilesystemStore,
} from "../../support/filesystem_store.ts";
import { suite } from "../../support/suite.ts";
import { withTempDir } from "../../support/temp_dir.ts";

const test = suite("InstanceCache");
const LARGE = filled(100_000, 3);

test("holds a bounded number of files open, and reads the others anew", () =>
  withFilesystemStore(async (storage) => {
    const ids = Array.from({ length: 700 }, (_, i) => `order-${i}`);
    await inParallel(ids, (id) => storage.apply(id, [putBytes("a", filled(3, 1))]));
    assert.ok((await openLogs()) <= 512 + 20, `${await openLogs()} logs are open`);
    await inParallel(ids, async (id) => {
      assert.equal((await storage.stat(id, "a"))?.size, 3);
      await storage.apply(id, [putBytes("b", null)]);
      assert.equal((await storage.list(id)).length, 2);
    });
    assert.ok((await openLogs()) <= 512 + 20);
  }));

test("takes the mark of an instance away when it is closed", () =>
  withFilesystemStore(async (storage, directory) => {
    const { touched } = new StoreLayout(directory);
    const ids = Array.from({ length: 600 }, (_, i) => `order-${i}`);
    await inParallel(ids, (id) =>
      storage.apply(id, [putBytes("a", id === "order-7" ? LARGE : null)]),
    );
    await until(async () => (await readdir(touched)).length === 0);
    // Marked, closed and read anew, over and over.
    for (let round = 0; round < 3; round++) {
      await storage.apply("order-7", [putBytes("a", LARGE)]);
      assert.deepEqual(await readdir(touched), ["i-order-7"]);
      await inParallel(ids, (id) => storage.stat(id, "a"));
      assert.deepEqual(await readBytes(storage, "order-7", "a"), LARGE);
    }
  }));

test("forgets an instance without variables", () =>
  withFilesystemStore(async (storage) => {
    for (let i = 0; i < 50; i++) {
      assert.equal(await storage.stat("none", "a"), undefined);
      await storage.apply("some", [putBytes("a", LARGE)]);
      await storage.apply("some", [{ op: "delete", name: "a" }]);
      assert.deepEqual(await storage.list("some"), []);
    }
    assert.deepEqual(await storage.instances(), []);
    await until(async () => (await openLogs()) === 0);
  }));

test("serves calls in their order while an instance is closed and read anew", () =>
  withTempDir(async (directory) => {
    const layout = new StoreLayout(directory);
    await layout.prepareLock();
    await layout.prepareFolders();
    const cache = new InstanceCache(new Store(layout, false));
    for (let turns = 0; turns < 30; turns++) {
      const order: number[] = [];
      // It has no variable, so it is closed at once; the second call comes at any moment of that.
      await cache.use("a", async () => {});
      const first = cache.use("a", async () => order.push(1));
      for (let turn = 0; turn < turns; turn++) await undefined;
      await cache.use("a", async () => order.push(2));
      await first;
      assert.deepEqual(order, [1, 2], `after ${turns} turns`);
    }
    await cache.close();
  }));

/** Number of logs that this process has open; 0 where the system does not tell. */
async function openLogs(): Promise<number> {
  if (process.platform !== "linux") return 0;
  const { readlink } = await import("node:fs/promises");
  let count = 0;
  for (const fd of await readdir("/proc/self/fd")) {
    const path = await readlink(`/proc/self/fd/${fd}`).catch(() => "");
    if (path.endsWith(".log")) count++;
  }
  return count;
}

async function inParallel<T>(
  items: readonly T[],
  run: (item: T) => Promise<unknown>,
): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await run(item);
  };
  await Promise.all(Array.from({ length: 20 }, worker));
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}
