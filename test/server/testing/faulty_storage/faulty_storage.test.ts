import assert from "node:assert/strict";
import { content, sourceOf } from "../../../../adapters/contract/_content.ts";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import type { VariableStorage } from "../../../../core/storage/storage.ts";
import { StorageError } from "../../../../core/storage/storage_error.ts";
import {
  type FaultyStorage,
  faultyStorage,
} from "../../../../server/testing/faulty_storage/faulty_storage.ts";
import type {
  StorageFaults,
  StorageStep,
} from "../../../../server/testing/faulty_storage/storage_faults.ts";
import { putBytes, readBytes } from "../../../support/filesystem_store.ts";
import { fromAsync } from "../../../support/from_async.ts";
import { StageKeeper } from "../../../support/stage_keeper.ts";
import { StorageWrapper } from "../../../support/storage_wrapper.ts";
import { suite } from "../../../support/suite.ts";
import { manyTurns } from "../../../support/until.ts";

const test = suite("faultyStorage");

const LARGE = content(1_000_000);
const CODES = ["closed", "locked", "full", "corrupt", "gone", "unavailable", "io"] as const;

/** Each step, and a way to take it once. There is a variable "v" of instance "i". */
const STEPS: readonly (readonly [StorageStep, (storage: VariableStorage) => Promise<unknown>])[] = [
  ["stage", (storage) => storage.stage(sourceOf(LARGE))],
  ["readStage", async (storage) => fromAsync((await storage.stage(sourceOf(LARGE))).read())],
  ["discard", async (storage) => (await storage.stage(sourceOf(LARGE))).discard()],
  ["apply", (storage) => storage.apply("i", [putBytes("w", LARGE)])],
  ["stat", (storage) => storage.stat("i", "v")],
  ["open", (storage) => storage.open("i", "v")],
  ["read", (storage) => readBytes(storage, "i", "v")],
  ["closeVariable", async (storage) => (await storage.open("i", "v"))?.close()],
  ["list", (storage) => storage.list("i")],
  ["instances", (storage) => storage.instances()],
  ["query", async (storage) => storage.query?.({})],
  ["close", (storage) => storage.close()],
];

async function storageWith(faults: StorageFaults): Promise<FaultyStorage> {
  const inner = new MemoryStorage();
  await inner.apply("i", [putBytes("v", LARGE)]);
  return faultyStorage(inner, faults);
}

for (const [step, call] of STEPS) {
  test(`fails in '${step}' with any code or error, and only there`, async () => {
    for (const code of CODES) {
      const storage = await storageWith({ [step]: { error: code } });
      await assert.rejects(call(storage), (error) => {
        assert.ok(error instanceof StorageError);
        assert.deepEqual([error.code, error.mayBeStored], [code, false]);
        assert.match(error.message, /^Cannot .*: a fault of faultyStorage\(\) says '/);
        return true;
      });
      assert.equal(storage.calls[step], 1);
    }
    const error = new Error("the driver's own");
    await assert.rejects(call(await storageWith({ [step]: { error } })), (e) => e === error);
    for (const [other] of STEPS) {
      if (other === step) continue;
      const storage = await storageWith({ [other]: { error: "io" } });
      const [failed] = await Promise.allSettled([call(storage)]);
      // A stage must be made before it can be read or discarded, and a variable opened.
      assert.equal(failed.status, storage.calls[other] > 0 ? "rejected" : "fulfilled", other);
    }
  });

  test(`is late in '${step}', until it is closed at the latest`, async () => {
    const storage = await storageWith({ [step]: { delay: Infinity } });
    let isDone = false;
    const calling = call(storage).finally(() => {
      isDone = true;
    });
    await manyTurns();
    assert.equal(isDone, false);
    await Promise.allSettled([storage.close(), calling]);
    assert.equal(
      (await Promise.allSettled([call(await storageWith({ [step]: { delay: 1 } }))]))[0].status,
      "fulfilled",
    );
  });
}

test("fails from the n-th call on, so many times; new faults begin to count anew", async () => {
  const storage = await storageWith({ stat: { error: "io", nth: 2, times: 2 } });
  const tell = async (calls: number) => {
    const told: string[] = [];
    for (let i = 0; i < calls; i++) {
      const [{ status }] = await Promise.allSettled([storage.stat("i", "v")]);
      told.push(status === "fulfilled" ? "ok" : "failed");
    }
    return told;
  };
  assert.deepEqual(await tell(5), ["ok", "failed", "failed", "ok", "ok"]);
  storage.setFaults({ stat: { error: "io", nth: 2 } });
  assert.deepEqual(await tell(4), ["ok", "failed", "failed", "failed"]);
  storage.setFaults({});
  assert.deepEqual(await tell(2), ["ok", "ok"]);
  assert.equal(storage.calls.stat, 11);
});

test("does not count what is refused", async () => {
  const storage = await storageWith({});
  await assert.rejects(storage.stat("", "v"), TypeError);
  await storage.close();
  await assert.rejects(storage.stat("i", "v"), { code: "closed" });
  assert.deepEqual([storage.calls.stat, storage.calls.close], [0, 1]);
});

test("has the capabilities and the 'query' of the storage", () => {
  assert.deepEqual(
    faultyStorage(new MemoryStorage()).capabilities,
    new MemoryStorage().capabilities,
  );
  assert.notEqual(faultyStorage(new MemoryStorage()).query, undefined);
  assert.equal(faultyStorage(new StorageWrapper(new MemoryStorage())).query, undefined);
});

test("changes nothing if 'apply' fails before, and gives back the stage", async () => {
  const inner = new StageKeeper();
  const storage = faultyStorage(inner, { apply: { error: "full", times: 1 } });
  const stage = await storage.stage(sourceOf(LARGE));
  await assert.rejects(storage.apply("i", [putBytes("v", stage)]), { code: "full" });
  assert.equal(await inner.stat("i", "v"), undefined);
  assert.equal((await fromAsync(stage.read())).length > 0, true);
  await storage.apply("i", [putBytes("v", stage)]);
  assert.deepEqual(await readBytes(inner, "i", "v"), LARGE);
});

test("has changed all if 'apply' fails after, says so, and uses up the stage", async () => {
  const mayBeStored = new StorageError("io", "Lost", { mayBeStored: true });
  for (const error of ["unavailable", mayBeStored] as const) {
    const inner = new StageKeeper();
    const storage = faultyStorage(inner, { apply: { error, afterChange: true } });
    const stage = await storage.stage(sourceOf(LARGE));
    await assert.rejects(storage.apply("i", [putBytes("v", stage)]), { mayBeStored: true });
    assert.deepEqual(await readBytes(inner, "i", "v"), LARGE);
    await assert.rejects(fromAsync(stage.read()), { code: "gone" });
  }
});

test("keeps no stage of an 'apply' that may be stored and is not", async () => {
  const inner = new StageKeeper();
  const error = new StorageError("unavailable", "Lost", { mayBeStored: true });
  const storage = faultyStorage(inner, { apply: { error } });
  const stage = await storage.stage(sourceOf(LARGE));
  const changes = [putBytes("v", stage), putBytes("w", LARGE), putBytes("x", null)];
  await assert.rejects(storage.apply("i", changes), (e) => e === error);
  await assert.rejects(fromAsync(stage.read()), { code: "gone" });
  assert.deepEqual([inner.count, await inner.left()], [1, 0]);
  assert.deepEqual(await inner.list("i"), []);
});

test("keeps late calls for an instance in order, holds up no other instance, and owns the bytes", async () => {
  const inner = new MemoryStorage();
  const storage = faultyStorage(inner, { apply: { delay: Infinity, times: 1 } });
  const bytes = Buffer.from("one");
  const first = storage.apply("i", [putBytes("v", bytes)]);
  const second = storage.apply("i", [putBytes("v", bytes.fill("2"))]);
  const third = storage.apply("i", [
    {
      op: "put",
      name: "v",
      type: "Bytes",
      valueInfo: {},
      content: bytes.fill("3"),
      condition: { ifMatch: ["none"] },
    },
  ]);
  third.catch(() => {});
  bytes.fill("x");
  await storage.apply("j", [putBytes("v", LARGE)]);
  assert.equal(await storage.stat("i", "v"), undefined);
  const closing = storage.close();
  const versions = [(await first)[0]?.version, (await second)[0]?.version];
  assert.equal(new Set(versions).size, 2);
  await assert.rejects(third, { name: "PreconditionFailedError" });
  await closing;
});

test("closes what it holds even if closing fails", async () => {
  const inner = new MemoryStorage();
  const storage = faultyStorage(inner, { close: { error: "io" } });
  await assert.rejects(storage.close(), { code: "io" });
  await assert.rejects(inner.stat("i", "v"), { code: "closed" });
});

test("needs a storage that is open", () => {
  for (const [storage, what] of [
    [undefined, "undefined"],
    [MemoryStorage, "a function"],
    [Promise.resolve(new MemoryStorage()), "a Promise"],
  ]) {
    assert.throws(() => Reflect.apply(faultyStorage, undefined, [storage]), {
      name: "TypeError",
      message: `Cannot put faults in front of a storage: it is ${what}; pass one that is open, such as 'new MemoryStorage()'`,
    });
  }
});
