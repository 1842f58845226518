/** Faults within bytes: nothing is left of what was staged, and nothing that was read is taken for complete. */
import assert from "node:assert/strict";
import { content, sourceOf } from "../../../../adapters/contract/_content.ts";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import { StorageError } from "../../../../core/storage/storage_error.ts";
import { faultyStorage } from "../../../../server/testing/faulty_storage/faulty_storage.ts";
import { filesystemLeftovers } from "../../../support/filesystem_leftovers.ts";
import { putBytes, readBytes, withFilesystemStore } from "../../../support/filesystem_store.ts";
import { fromAsync } from "../../../support/from_async.ts";
import { StageKeeper } from "../../../support/stage_keeper.ts";
import { StorageWrapper } from "../../../support/storage_wrapper.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("faultyStorage within bytes");

const LARGE = content(1_000_000);

test("stages nothing of an upload that fails, at any byte", async () => {
  for (const afterBytes of [0, 1, 99_999, LARGE.length, LARGE.length + 1, Infinity]) {
    const inner = new StageKeeper();
    const storage = faultyStorage(inner, { stage: { error: "full", afterBytes } });
    let taken = 0;
    let isEnded = false;
    const source = async function* () {
      try {
        for await (const chunk of sourceOf(LARGE, 10_000)) {
          taken += chunk.length;
          yield chunk;
        }
      } finally {
        isEnded = true;
      }
    };
    await assert.rejects(storage.stage(source()), { code: "full" });
    assert.deepEqual([isEnded, await inner.left()], [true, 0]);
    assert.ok(taken >= Math.min(afterBytes, LARGE.length) && taken <= afterBytes + 20_000);
    await assert.rejects(storage.stage(sourceOf(new Uint8Array(0))), { code: "full" });
    assert.equal(await inner.left(), 0);
  }
});

test("tells the errors of the storage itself, as they are", async () => {
  class Full extends StorageWrapper {
    override async stage(source: AsyncIterable<Uint8Array>): Promise<never> {
      for await (const _ of source) break;
      throw new StorageError("full", "No room");
    }
  }
  const storage = faultyStorage(new Full(new MemoryStorage()), { stage: { delay: 1 } });
  await assert.rejects(storage.stage(sourceOf(LARGE)), { code: "full", message: "No room" });
});

test("reads so many bytes and then throws; a delay alone loses none", async () => {
  for (const afterBytes of [0, 1, 99_999, LARGE.length, LARGE.length + 1, Infinity]) {
    const storage = faultyStorage(new MemoryStorage(), { read: { error: "io", afterBytes } });
    await storage.apply("i", [putBytes("v", LARGE)]);
    const variable = await storage.open("i", "v");
    assert.ok(variable);
    for (const [start, end] of [
      [0, LARGE.length],
      [5, 100_005],
      [7, 7],
    ] as const) {
      const read: Uint8Array[] = [];
      await assert.rejects(
        async () => {
          for await (const chunk of variable.read(start, end)) read.push(chunk);
        },
        { code: "io" },
      );
      const wanted = LARGE.subarray(start, Math.min(end, start + afterBytes));
      assert.ok(Buffer.concat(read).equals(wanted));
    }
    storage.setFaults({ read: { delay: 1, afterBytes }, readStage: { delay: 1, afterBytes } });
    assert.ok(Buffer.concat(await fromAsync(variable.read())).equals(LARGE));
    const stage = await storage.stage(sourceOf(LARGE));
    assert.ok(Buffer.concat(await fromAsync(stage.read())).equals(LARGE));
  }
});

test("leaves nothing of failed uploads in a store of files", () =>
  withFilesystemStore(async (inner, directory) => {
    const lost = new StorageError("unavailable", "Lost", { mayBeStored: true });
    const storage = faultyStorage(inner, {
      stage: { error: "full", afterBytes: 500_000, times: 1 },
      apply: { error: lost, times: 1 },
    });
    await assert.rejects(storage.stage(sourceOf(LARGE)), { code: "full" });
    const stage = await storage.stage(sourceOf(LARGE));
    await assert.rejects(storage.apply("i", [putBytes("v", stage)]), (e) => e === lost);
    assert.deepEqual(await filesystemLeftovers(directory), []);
    await storage.apply("i", [putBytes("v", await storage.stage(sourceOf(LARGE)))]);
    assert.deepEqual(await readBytes(storage, "i", "v"), LARGE);
  }));
