import assert from "node:assert/strict";
import { readdir, rm, writeFile } from "node:fs/promises";
import { Sequence } from "../../../../adapters/filesystem/_sequence.ts";
import { Contents } from "../../../../adapters/filesystem/contents/_contents.ts";
import {
  FileStage,
  MemoryStage,
  type Stage,
} from "../../../../adapters/filesystem/contents/_stage.ts";
import type { Store } from "../../../../adapters/filesystem/disk/_store.ts";
import { withFailing } from "../../../support/failing_files.ts";
import { filled } from "../../../support/filesystem_store.ts";
import { withFreeBytes } from "../../../support/free_bytes.ts";
import { fromAsync } from "../../../support/from_async.ts";
import { withStore } from "../../../support/log_parts.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("Contents");

const LARGE = 100_000;

test("makes a file for a large stage, and none for a small one", () =>
  withContents(async (contents, names) => {
    const small = await stageOf(contents, 65_536);
    assert.ok(small instanceof MemoryStage);
    assert.equal(small.size, 65_536);
    assert.deepEqual(await fromAsync(small.read()), [filled(65_536, 7)]);
    assert.deepEqual(await fromAsync(new MemoryStage(new Uint8Array(0)).read()), []);
    small.discard();
    assert.deepEqual(await names(), []);
    const large = await stageOf(contents, LARGE);
    assert.ok(large instanceof FileStage);
    assert.equal(large.size, LARGE);
    assert.deepEqual(await names(), [large.file.toString(36)]);
    assert.deepEqual(
      new Uint8Array(Buffer.concat(await fromAsync(large.read()))),
      filled(LARGE, 7),
    );
    await large.discard();
    assert.deepEqual(await names(), []);
    await large.discard();
    await assert.rejects(large.read().next(), { name: "StorageError", code: "io" });
  }));

test("leaves no file of a stage that was given up, or that failed", () =>
  withContents(async (contents, names) => {
    const given = contents.stage();
    await given.write(filled(LARGE, 1));
    await given.abort();
    await assert.rejects(async () => given.write(filled(1, 1)), { code: "gone" });
    for (const operation of ["write", "fdatasync"] as const) {
      await withFailing(operation, { code: "ENOSPC" }, () =>
        assert.rejects(contents.stageBytes(filled(LARGE, 1)), { code: "full" }),
      );
    }
    assert.deepEqual(await names(), []);
  }));

test("makes no file for which there is no room", () =>
  withContents(async (contents, names) => {
    await withFreeBytes(
      () => 1_000_000,
      () => assert.rejects(contents.stageBytes(filled(LARGE, 1)), { code: "full" }),
    );
    assert.deepEqual(await names(), []);
  }));

test("stages bytes as they are at the call", () =>
  withContents(async (contents) => {
    const bytes = filled(LARGE, 3);
    const staging = contents.stageBytes(bytes);
    bytes.fill(0);
    const stage = await staging;
    assert.deepEqual(
      new Uint8Array(Buffer.concat(await fromAsync(stage.read()))),
      filled(LARGE, 3),
    );
  }));

test("deletes at its end what is staged, but not what a variable refers to", () =>
  withContents(async (contents, names, store) => {
    const used = fileOf(await stageOf(contents, LARGE));
    contents.use(used);
    await stageOf(contents, LARGE);
    const unfinished = contents.stage();
    await unfinished.write(filled(LARGE, 1));
    contents.deleteStaged();
    await store.endBackground();
    assert.deepEqual(await names(), [used.toString(36)]);
    await unfinished.abort();
  }));

test("lets a reader that has a file open read it to its end", () =>
  withContents(async (contents, names, store) => {
    const stage = await stageOf(contents, 600_000);
    const reading = stage.read();
    const first = await reading.next();
    contents.delete([fileOf(stage)]);
    await store.background.drain();
    assert.deepEqual(await names(), []);
    const rest = Buffer.concat(await fromAsync(reading));
    assert.equal((first.value?.length ?? 0) + rest.length, 600_000);
  }));

test("deletes nothing after a failed sync, since a commit on the disk may refer to it", () =>
  withContents(async (contents, names, store) => {
    const stage = await stageOf(contents, LARGE);
    await withFailing("fsync", { code: "EIO" }, () =>
      assert.rejects(contents.syncNames(), { code: "io" }),
    );
    assert.equal(store.guard.broken, true);
    await stage.discard();
    assert.deepEqual(await names(), [fileOf(stage).toString(36)]);
  }));

test("finds files to which no variable refers, and deletes them", () =>
  withContents(async (contents, names) => {
    for (const file of [35, 36, 37]) await writeFile(contents.pathOf(file), "");
    assert.deepEqual(await names(), ["10", "11", "z"]);
    assert.deepEqual((await contents.findOrphans(new Set([36]))).toSorted(), [35, 37]);
    await contents.sweep([35, 37]);
    assert.deepEqual(await names(), ["10"]);
    await rm(contents.pathOf(36));
    await contents.sweep([36]);
  }));

test("ends the deleting early when the store closes", () =>
  withContents(async (contents, names, store) => {
    for (const file of [35, 36]) await writeFile(contents.pathOf(file), "");
    const sweeping = contents.sweep([35, 36]);
    await store.endBackground();
    await sweeping;
    assert.deepEqual(await names(), ["10"]);
  }));

function withContents(
  run: (contents: Contents, names: () => Promise<readonly string[]>, store: Store) => Promise<void>,
): Promise<void> {
  return withStore((store) => {
    const names = async () => (await readdir(store.layout.contents)).sort();
    return run(new Contents(store, new Sequence()), names, store);
  });
}

async function stageOf(contents: Contents, size: number): Promise<Stage> {
  const writer = contents.stage();
  await writer.write(filled(size, 7));
  return writer.finish();
}

function fileOf(stage: Stage): number {
  assert.ok(stage instanceof FileStage);
  return stage.file;
}
