import assert from "node:assert/strict";
import { readdir, stat, truncate } from "node:fs/promises";
import { encodeInstanceName } from "../../../../adapters/filesystem/disk/_instance_name.ts";
import { Store } from "../../../../adapters/filesystem/disk/_store.ts";
import { StoreLayout } from "../../../../adapters/filesystem/disk/_store_layout.ts";
import { LogFile } from "../../../../adapters/filesystem/log/_log_file.ts";
import {
  checkRecord,
  encodeRecord,
  RECORD_HEADER_BYTES,
} from "../../../../adapters/filesystem/log/_log_record.ts";
import { LogRewrite } from "../../../../adapters/filesystem/log/_log_rewrite.ts";
import { VariableIndex } from "../../../../adapters/filesystem/log/_variable_index.ts";
import { FilesystemStorage } from "../../../../adapters/filesystem.ts";
import { withFailing } from "../../../support/failing_files.ts";
import { filesystemLeftovers } from "../../../support/filesystem_leftovers.ts";
import {
  filled,
  putBytes,
  readBytes,
  withFilesystemStore,
} from "../../../support/filesystem_store.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";
import { until } from "../../../support/until.ts";

const test = suite("LogRewrite");
const ID = "order-1";
const NAME = encodeInstanceName(ID);
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

test("copies what is alive, and then what was changed meanwhile", () =>
  withLog(async (store, log, index) => {
    const names = Array.from({ length: 100 }, (_, i) => `n${i}`);
    for (const name of names) await append(log, index, name, 20_000);
    const rewrite = await LogRewrite.start(store, ID, NAME, log);
    await rewrite.copy(index);
    for (const name of names.slice(0, 80)) {
      await append(log, index, name, 30_000);
      rewrite.touch(name);
    }
    await append(log, index, "new", 10);
    for (const name of ["n98", "n99", "never"]) index.delete(name);
    for (const name of ["new", "n98", "n99", "never"]) rewrite.touch(name);
    const { log: target, index: rewritten } = await rewrite.finish(index);
    const places = new Map(rewritten.entries());
    assert.deepEqual([...places.keys()].sort(), [...names.slice(0, 98), "new"].sort());
    for (const [name, place] of places) {
      assert.equal(place.bodyBytes, index.get(name)?.bodyBytes);
      const record = await target.read(place.offset, RECORD_HEADER_BYTES + place.descriptionBytes);
      assert.ok("name" in checkRecord(record, place.descriptionBytes).description);
    }
    assert.deepEqual(await replayed(target), [...places.keys()].sort());
    await target.retire();
  }));

test("copies many changes in rounds before the last step", () =>
  withLog(async (store, log, index) => {
    const names = Array.from({ length: 1_200 }, (_, i) => `n${i}`);
    for (const name of names) await append(log, index, name, 10);
    const rewrite = await LogRewrite.start(store, ID, NAME, log);
    for (const name of names) rewrite.touch(name);
    for (const name of names.slice(0, 100)) index.delete(name);
    await rewrite.copy(index);
    for (const name of names.slice(50, 150)) {
      await append(log, index, name, 20);
      rewrite.touch(name);
    }
    const { log: target, index: rewritten } = await rewrite.finish(index);
    assert.deepEqual(await replayed(target), names.slice(50).sort());
    assert.deepEqual(
      Array.from(rewritten.entries(), ([name]) => name).sort(),
      names.slice(50).sort(),
    );
    assert.equal(rewritten.get("n120")?.bodyBytes, 20);
    assert.equal(rewritten.get("n150")?.bodyBytes, 10);
    await target.retire();
  }));

test("leaves nothing when it is cancelled, or the log is damaged where it should be good", () =>
  withLog(async (store, log, index) => {
    await append(log, index, "a", 10);
    const cancelled = await LogRewrite.start(store, ID, NAME, log);
    cancelled.cancel();
    await assert.rejects(cancelled.copy(index), { code: "gone" });
    await cancelled.discard();
    const failing = await LogRewrite.start(store, ID, NAME, log);
    await truncate(store.layout.log(NAME), log.end - 1);
    await assert.rejects(failing.copy(index), { code: "corrupt" });
    await failing.discard();
    assert.deepEqual(await readdir(store.layout.stage), []);
  }));

test("does not read a log that was deleted before or after the copy", () =>
  withLog(async (store, log, index) => {
    await append(log, index, "a", 10);
    const early = await LogRewrite.start(store, ID, NAME, log);
    const late = await LogRewrite.start(store, ID, NAME, log);
    await late.copy(index);
    for (const rewrite of [early, late]) rewrite.cancel();
    await log.retire();
    // Takes the number of the closed file. It must not be read, nor closed.
    const other = await LogFile.create(store.stagePath("other"), ID);
    late.touch("a");
    await assert.rejects(early.copy(index), { code: "gone" });
    await assert.rejects(late.finish(index), { code: "gone" });
    await early.discard();
    await late.discard();
    await append(other, index, "b", 10);
    await other.retire();
  }, false));

async function append(
  log: LogFile,
  index: VariableIndex,
  name: string,
  size: number,
): Promise<void> {
  const description = { name, type: "Bytes", size, version: "v", updatedAt: 0 };
  const record = encodeRecord(description, filled(size, 1));
  const offset = await log.append([record]);
  const descriptionBytes = record.length - RECORD_HEADER_BYTES - size;
  index.set(name, { offset, descriptionBytes, bodyBytes: size, file: undefined });
}

/** Names of the variables in a log. */
async function replayed(log: LogFile): Promise<string[]> {
  const names = new Set<string>();
  await log.replay(
    {
      visit(subject) {
        if ("name" in subject) names.add(subject.name);
        else if ("deleted" in subject) names.delete(subject.deleted);
      },
    },
    log.end,
  );
  return [...names].sort();
}

function withLog(
  run: (store: Store, log: LogFile, index: VariableIndex) => Promise<void>,
  retire = true,
): Promise<void> {
  return withTempDir(async (directory) => {
    const layout = new StoreLayout(directory);
    await layout.prepareLock();
    await layout.prepareFolders();
    const log = await LogFile.create(layout.log(NAME), ID);
    await run(new Store(layout, false), log, new VariableIndex());
    if (retire) await log.retire();
  });
}

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
