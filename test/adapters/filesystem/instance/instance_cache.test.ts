import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { mock } from "node:test";
import { Stages } from "../../../../adapters/filesystem/contents/_stages.ts";
import { closeSpareFiles } from "../../../../adapters/filesystem/disk/_spare_files.ts";
import { Store } from "../../../../adapters/filesystem/disk/_store.ts";
import { StoreLayout } from "../../../../adapters/filesystem/disk/_store_layout.ts";
import { InstanceCache } from "../../../../adapters/filesystem/instance/_instance_cache.ts";
import { preparePut } from "../../../../adapters/filesystem/instance/_prepared_change.ts";
import { StageUpload } from "../../../../core/storage/_stage_upload.ts";
import { filled, putBytes, withFilesystemStore } from "../../../support/filesystem_store.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";
import { until } from "../../../support/until.ts";

const test = suite("InstanceCache");
const MAX_INSTANCES = 30;
const AT_ONCE = 20;
const LARGE = filled(100_000, 3);

test("holds a bounded number of files open, and reads the others anew", () =>
  withCache(async (cache, store) => {
    const ids = Array.from({ length: 100 }, (_, i) => `order-${i}`);
    await inParallel(ids, (id) => put(cache, store, id, filled(3, 1)));
    assert.ok((await openLogs()) <= MAX_INSTANCES + AT_ONCE, `${await openLogs()} logs are open`);
    await inParallel(ids, async (id) => {
      assert.equal((await cache.use(id, (instance) => instance.stat("a")))?.size, 3);
      await put(cache, store, id, null);
      assert.equal((await cache.use(id, (instance) => instance.list("", 9))).length, 1);
    });
    assert.ok((await openLogs()) <= MAX_INSTANCES + AT_ONCE);
  }));

test("closes a quarter of its files when the process needs some, and opens no more than are left", () =>
  withCache(async (cache, store) => {
    const ids = Array.from({ length: MAX_INSTANCES }, (_, i) => `order-${i}`);
    await inParallel(ids, (id) => put(cache, store, id, filled(3, 1)));
    const before = await openLogs();
    assert.equal(await closeSpareFiles(), true);
    const left = before === 0 ? 0 : Math.floor(MAX_INSTANCES * 0.75);
    assert.equal(await openLogs(), left);
    for (const id of ids) {
      assert.equal((await cache.use(id, (instance) => instance.stat("a")))?.size, 3);
      assert.ok((await openLogs()) <= left + 2, `${await openLogs()} logs are open`);
    }
  }));

test("opens as many files as ever a minute after the process needed some", () =>
  withCache(async (cache, store) => {
    const ids = Array.from({ length: MAX_INSTANCES }, (_, i) => `order-${i}`);
    await inParallel(ids, (id) => put(cache, store, id, filled(3, 1)));
    const all = await openLogs();
    while (await closeSpareFiles());
    assert.equal(await openLogs(), 0);
    const late = performance.now() + 60_000;
    const clock = mock.method(performance, "now", () => late);
    try {
      await inParallel(ids, (id) => cache.use(id, (instance) => instance.stat("a")));
      assert.equal(await openLogs(), all);
    } finally {
      clock.mock.restore();
    }
  }));

test("takes the mark of an instance away when it is closed", () =>
  withCache(async (cache, store) => {
    const { touched } = store.layout;
    const others = Array.from({ length: 2 * MAX_INSTANCES }, (_, i) => `other-${i}`);
    await inParallel(others, (id) => put(cache, store, id, null));
    // Marked, closed and read anew, over and over. One whose old content is still being deleted is not closed yet.
    for (let round = 0; round < 5; round++) {
      await put(cache, store, "order-7", LARGE);
      assert.deepEqual(await readdir(touched), ["i-order-7"]);
      await until(async () => {
        await inParallel(others, (id) => cache.use(id, (instance) => instance.stat("a")));
        return (await readdir(touched)).length === 0;
      });
      const record = await cache.use("order-7", (instance) => instance.stat("a"));
      assert.equal(record?.size, LARGE.length);
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
  withCache(async (cache) => {
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
  }));

function withCache(run: (cache: InstanceCache, store: Store) => Promise<void>): Promise<void> {
  return withTempDir(async (directory) => {
    const layout = new StoreLayout(directory);
    await layout.prepareLock();
    await layout.prepareFolders();
    const store = new Store(layout, false);
    const cache = new InstanceCache(store, MAX_INSTANCES);
    await run(cache, store);
    await store.background.drain();
    await cache.close();
  });
}

/** Sets the variable `a` of an instance. */
async function put(
  cache: InstanceCache,
  store: Store,
  id: string,
  content: Uint8Array | null,
): Promise<void> {
  const stage =
    content === LARGE
      ? await new StageUpload(once(LARGE), () => new Stages(store).begin()).stage
      : undefined;
  stage?.take();
  const change = preparePut(putBytes("a", null), stage ?? content, store.nextId());
  await cache.use(id, (instance) => instance.apply([change]));
}

async function* once(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk;
}

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
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
