import assert from "node:assert/strict";
import { MemoryDriver } from "../../../adapters/memory/_memory_driver.ts";
import { askHealth, HealthProbe } from "../../../core/storage/_health_probe.ts";
import { GuardedStorage } from "../../../core/storage/guarded_storage.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import type { StorageHealth } from "../../../core/storage/storage_health.ts";
import { suite } from "../../support/suite.ts";

const test = suite("health of a guarded storage");

const FULL = new StorageError("full", "Cannot write to '/secret': there is no room left");
/** The longest time for an answer in tests in which there is none. Milliseconds. */
const SOON_MS = 5;
const PUT = { op: "put", name: "a", type: "Bytes", valueInfo: {}, content: null } as const;

/** A driver in memory whose writes, and whose looks at itself, fail as a test wants it. */
class FailingDriver extends MemoryDriver {
  /** Fails `apply`. */
  applies: StorageError | undefined;
  /** Fails `stage`. */
  stages: StorageError | undefined;
  looks = 0;
  staged = 0;
  look: () => void | Promise<void> = () => {};

  override apply(...args: Parameters<MemoryDriver["apply"]>) {
    if (this.applies !== undefined) throw this.applies;
    return super.apply(...args);
  }

  override stage() {
    this.staged++;
    if (this.stages !== undefined) throw this.stages;
    return super.stage();
  }

  override health() {
    this.looks++;
    return this.look();
  }
}

test("only looks while all writes succeed", async () => {
  const driver = new FailingDriver();
  const storage = new GuardedStorage(driver);
  await storage.apply("i", [PUT]);
  for (let i = 0; i < 3; i++) assert.deepEqual(await storage.health?.(), { writable: true });
  assert.deepEqual([driver.looks, driver.staged], [3, 0]);
});

for (const code of ["full", "io", "unavailable", "corrupt"] as const) {
  test(`writes after a write that failed with "${code}", until that succeeds`, async () => {
    const driver = new FailingDriver();
    const storage = new GuardedStorage(driver);
    const error = new StorageError(code, "Cannot write to '/secret'");
    driver.applies = error;
    driver.stages = error;
    await assert.rejects(storage.apply("i", [PUT]), { code });
    for (let i = 1; i < 4; i++) {
      const found = await storage.health?.();
      assert.ok(found?.writable === false && found.error === error);
      assert.ok(!found.reason.includes("secret"));
      assert.equal(driver.staged, i);
    }
    driver.stages = undefined;
    for (let i = 0; i < 3; i++) assert.deepEqual(await storage.health?.(), { writable: true });
    assert.equal(driver.staged, 4, "Once after the disk had room again");
    assert.deepEqual(await storage.instances(), []);
  });
}

test("writes after a stage that failed, too", async () => {
  const driver = new FailingDriver();
  const storage = new GuardedStorage(driver);
  driver.stages = FULL;
  await assert.rejects(storage.stage(noBytes()), { code: "full" });
  assert.equal((await storage.health?.())?.writable, false);
});

test("tells what the driver sees, and a fault of the driver as 'io'", async () => {
  const driver = new FailingDriver();
  const storage = new GuardedStorage(driver);
  for (const [thrown, code, reason] of [
    [FULL, "full", "the storage has no room left"],
    [
      new StorageError("io", "/secret", { needsReopening: true }),
      "io",
      "the storage refuses writes, until it is opened again",
    ],
    [new TypeError("/secret"), "io", "the storage refuses writes"],
  ] as const) {
    driver.look = () => {
      throw thrown;
    };
    const found = await storage.health?.();
    assert.ok(found?.writable === false);
    assert.deepEqual([found.error.code, found.reason], [code, reason]);
  }
  assert.equal(driver.staged, 0);
});

test("is not there if the driver lacks it", async () => {
  const storage = new GuardedStorage(Object.assign(new MemoryDriver(), { health: undefined }));
  assert.equal(storage.health, undefined);
  await storage.close();
});

test("is unavailable while a probe hangs, without another probe, and well when that has ended", async () => {
  let looks = 0;
  let end = () => {};
  const look = () => {
    looks++;
    return new Promise<void>((resolve) => {
      end = resolve;
    });
  };
  const probe = new HealthProbe(look, async () => {}, SOON_MS);
  const asked = [probe.check(), probe.check()];
  for (const found of [...(await Promise.all(asked)), await probe.check()]) {
    assert.ok(!found.writable && found.error.code === "unavailable");
  }
  assert.equal(looks, 1);
  end();
  await new Promise((resolve) => setTimeout(resolve));
  const again = probe.check();
  end();
  assert.deepEqual(await again, { writable: true });
  assert.equal(looks, 2);
});

test("is told in time, and without an error, whatever a storage of others does", async () => {
  const raise = () => {
    throw new Error("Cannot reach host 'secret'");
  };
  for (const run of [raise, async () => raise(), () => undefined, () => ({ writable: false })]) {
    const found: StorageHealth = await Reflect.apply(askHealth, undefined, [run]);
    assert.ok(!found.writable && found.error.code === "io");
    assert.equal(found.reason, "the storage refuses writes");
  }
  const found = await askHealth(() => new Promise(() => {}), SOON_MS);
  assert.ok(!found.writable && found.error.code === "unavailable");
});

async function* noBytes(): AsyncGenerator<Uint8Array> {}
