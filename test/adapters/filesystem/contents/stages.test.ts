import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { footerBytes } from "../../../../adapters/filesystem/contents/_content_sums.ts";
import type { Stage } from "../../../../adapters/filesystem/contents/_stage.ts";
import { Stages } from "../../../../adapters/filesystem/contents/_stages.ts";
import { Store } from "../../../../adapters/filesystem/disk/_store.ts";
import { StoreLayout } from "../../../../adapters/filesystem/disk/_store_layout.ts";
import { StageUpload } from "../../../../core/storage/_stage_upload.ts";
import { StorageError } from "../../../../core/storage/storage_error.ts";
import { withFailing } from "../../../support/failing_files.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";
import { until } from "../../../support/until.ts";

const test = suite("Stages");
const LIMIT = 65_536;
const CLOSED = new StorageError("closed", "Cannot go on");

test("keeps up to 64 KiB in memory, and makes a file of more", () =>
  withStages(async (stages, store) => {
    for (const size of [0, 1, LIMIT]) {
      const stage = await stageOf(stages, chunks(size, 1_000));
      assert.deepEqual(stage.bytes, pattern(size));
      assert.deepEqual(await collect(stage.read()), pattern(size));
    }
    assert.deepEqual(await readdir(store.layout.stage), []);
    for (const size of [LIMIT + 1, 4 * LIMIT, 5 * LIMIT, 1_000_001]) {
      const stage = await stageOf(stages, chunks(size, 70_000));
      assert.equal(stage.size, size);
      assert.equal(stage.bytes, undefined);
      const file = new Uint8Array(await readFile(stage.path));
      assert.deepEqual(file.subarray(0, size), pattern(size));
      assert.equal(file.length, size + footerBytes(size));
      assert.deepEqual(await collect(stage.read()), pattern(size));
      await stage.discard();
      await stage.discard();
      await assert.rejects(collect(stage.read()), { code: "gone" });
      assert.throws(() => stage.take(), { code: "gone" });
    }
    assert.deepEqual(await readdir(store.layout.stage), []);
  }));

test("copies each chunk before it asks for the next one", () =>
  withStages(async (stages) => {
    const source = async function* () {
      const chunk = new Uint8Array(50_000);
      for (let i = 1; i <= 20; i++) yield chunk.fill(i);
    };
    const stage = await stageOf(stages, source());
    const bytes = await collect(stage.read());
    for (let i = 0; i < bytes.length; i += 49_999)
      assert.equal(bytes[i], Math.floor(i / 50_000) + 1);
  }));

test("syncs beside the writing when there is much, and fails if that fails", () =>
  withStages(async (stages, store) => {
    const large = () => chunks(80_000_000, 4_000_000);
    const stage = await stageOf(stages, large());
    assert.equal(stage.size, 80_000_000);
    await withFailing("fdatasync", { code: "EIO", times: 1 }, () =>
      assert.rejects(stageOf(stages, large()), { code: "io", message: /sync a stage/ }),
    );
    await stage.discard();
    assert.deepEqual(await readdir(store.layout.stage), []);
  }));

test("leaves nothing when the source or the system fails", () =>
  withStages(async (stages, store) => {
    const failure = new Error("the source failed");
    const failing = async function* () {
      yield new Uint8Array(300_000);
      throw failure;
    };
    await assert.rejects(stageOf(stages, failing()), (error) => error === failure);
    const faults = [
      ["open", "EMFILE", "io"],
      ["write", "ENOSPC", "full"],
      ["fdatasync", "EIO", "io"],
    ] as const;
    for (const [operation, code, expected] of faults) {
      await withFailing(operation, { code }, () =>
        assert.rejects(stageOf(stages, chunks(1_000_000, 100_000)), { code: expected }),
      );
    }
    assert.deepEqual(await readdir(store.layout.stage), []);
  }));

test("stages bytes as they are at the call", () =>
  withStages(async (stages) => {
    const bytes = pattern(100_000);
    const { stage, ready } = stages.stageBytes(bytes);
    bytes.fill(0);
    await ready;
    assert.deepEqual(await collect(stage.read()), pattern(100_000));
  }));

test("ends what is being written, whether it opens, writes, waits or syncs", () =>
  withStages(async (stages, store) => {
    for (const turns of [0, 1, 2, 3, 5, 8, 13]) {
      const source = chunks(400_000, 100_000, true);
      const upload = new StageUpload(source, () => stages.begin());
      const staging = assert.rejects(upload.stage, CLOSED);
      for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
      upload.end(CLOSED);
      await staging;
    }
    await until(async () => (await readdir(store.layout.stage)).length === 0);
  }));

test("goes on reading a stage while its file is moved", () =>
  withStages(async (stages, store) => {
    const stage = await stageOf(stages, chunks(1_000_000, 100_000));
    const reader = stage.read();
    await reader.next();
    stage.take();
    await stage.discard();
    await stage.move(join(store.layout.trash, "moved"));
    assert.equal((await collect(reader)).length, 1_000_000 - 262_144);
    assert.deepEqual(await collect(stage.read()), pattern(1_000_000));
    await stage.giveBack();
    await assert.rejects(collect(stage.read()), { code: "gone" });
    assert.deepEqual(await readdir(store.layout.stage), []);
    assert.deepEqual(await readdir(store.layout.trash), []);
  }));

test("fails to read a stage whose file is missing, and deletes what was not used", () =>
  withStages(async (stages, store) => {
    const stage = await stageOf(stages, chunks(100_000, 100_000));
    await stages.removeAll();
    assert.deepEqual(await readdir(store.layout.stage), []);
    await assert.rejects(collect(stage.read()), { code: "io" });
    store.close();
    await assert.rejects(collect(stage.read()), { code: "closed" });
  }));

function stageOf(stages: Stages, source: AsyncIterable<Uint8Array>): Promise<Stage> {
  return new StageUpload(source, () => stages.begin()).stage;
}

function pattern(size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => i % 251);
}

/** @param stalls Whether it never ends, but stalls after its last chunk. */
async function* chunks(size: number, length: number, stalls = false): AsyncGenerator<Uint8Array> {
  const bytes = size > 10_000_000 ? new Uint8Array(size) : pattern(size);
  for (let at = 0; at < size; at += length) yield bytes.subarray(at, at + length);
  if (stalls) await new Promise(() => {});
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return new Uint8Array(Buffer.concat(parts));
}

function withStages(run: (stages: Stages, store: Store) => Promise<void>): Promise<void> {
  return withTempDir(async (directory) => {
    const layout = new StoreLayout(directory);
    await layout.prepareLock();
    await layout.prepareFolders();
    const store = new Store(layout, false);
    await run(new Stages(store), store);
  });
}
