import assert from "node:assert/strict";
import { mock } from "node:test";
import { MemoryStorage } from "../../../adapters/memory.ts";
import { ProcessVariables } from "../../../core/mod.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { ServerHealth } from "../../../server/health/_server_health.ts";
import { faultyStorage } from "../../../server/testing/faulty_storage/faulty_storage.ts";
import { StorageWrapper } from "../../support/storage_wrapper.ts";
import { suite } from "../../support/suite.ts";

const test = suite("ServerHealth");

const BROKEN = new StorageError("io", "Cannot write to '/secret'", { needsReopening: true });

/** A storage with faults, what a server tells of it, and the lines of its log. */
function observe() {
  const storage = faultyStorage(new MemoryStorage());
  const lines: string[] = [];
  const log = (level: string, message: string) => lines.push(`${level}: ${message}`);
  const health = new ServerHealth(new ProcessVariables({ storage }), log);
  return { storage, health, lines };
}

/** Runs `run` with a clock that only `pass` moves on. */
async function withClock(run: (pass: (ms: number) => void) => Promise<void>): Promise<void> {
  let now = 0;
  const clock = mock.method(performance, "now", () => now);
  try {
    await run((ms) => {
      now += ms;
    });
  } finally {
    clock.mock.restore();
  }
}

test("asks the storage once a second, however many probes there are", () =>
  withClock(async (pass) => {
    const { storage, health } = observe();
    const ask = () => Promise.all([health.ready(), health.live(), health.ready()]);
    for (let i = 0; i < 5; i++) assert.deepEqual(await ask(), [undefined, undefined, undefined]);
    assert.equal(storage.calls.health, 1);
    pass(1_000);
    await ask();
    assert.equal(storage.calls.health, 2);
  }));

test("is not ready while writes fail, and says both in the log, once", () =>
  withClock(async (pass) => {
    const { storage, health, lines } = observe();
    storage.setFaults({ health: { error: "full" } });
    for (let i = 0; i < 3; i++) {
      assert.equal(await health.ready(), "the storage has no room left");
      assert.equal(await health.live(), undefined);
      pass(1_000);
    }
    storage.setFaults({});
    assert.equal(await health.ready(), undefined);
    pass(1_000);
    assert.equal(await health.ready(), undefined);
    assert.deepEqual(lines, [
      "error: Not ready: the storage has no room left",
      "info: Ready: writes succeed again",
    ]);
  }));

test("is not alive where only opening the storage again helps", async () => {
  const { storage, health } = observe();
  storage.setFaults({ health: { error: BROKEN } });
  const reason = "the storage refuses writes, until it is opened again";
  assert.deepEqual([await health.ready(), await health.live()], [reason, reason]);
});

test("is neither ready nor alive when the storage is closed", async () => {
  const { storage, health } = observe();
  await storage.close();
  const reason = "the storage is closed";
  assert.deepEqual([await health.ready(), await health.live()], [reason, reason]);
});

test("is alive, and answers at once, while the storage hangs", async () => {
  const { storage, health } = observe();
  storage.setFaults({ health: { delay: Infinity } });
  assert.equal(await health.live(), undefined);
  const asked = health.ready();
  await storage.close();
  assert.equal(await asked, undefined);
});

test("is not ready while it stops, and does not ask the storage", async () => {
  const { storage, health } = observe();
  health.stop();
  assert.equal(await health.ready(), "the server is stopping");
  assert.equal(storage.calls.health, 0);
  assert.equal(await health.live(), undefined);
});

test("takes a storage that cannot tell its health for well while it can be read", () =>
  withClock(async (pass) => {
    const inner = new StorageWrapper(new MemoryStorage());
    const health = new ServerHealth(new ProcessVariables({ storage: inner }), () => {});
    assert.equal(await health.ready(), undefined);
    await inner.close();
    pass(1_000);
    assert.equal(await health.ready(), "the storage is closed");
  }));
