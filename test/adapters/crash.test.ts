import assert from "node:assert/strict";
import { MemoryStorage } from "../../adapters/memory.ts";
import { CrashHistory } from "../support/crash/crash_history.ts";
import { runCrashRounds } from "../support/crash/crash_rounds.ts";
import { BROKEN_CRASH_STORES, CRASH_STORES } from "../support/crash/crash_stores.ts";
import { suite } from "../support/suite.ts";
import { withTempDir } from "../support/temp_dir.ts";

const ROUNDS = 2;

const test = suite("kill -9 under concurrent writers");

for (const store of CRASH_STORES) {
  test(`${store.name} keeps what it acknowledged, whole, and sweeps the rest`, async () => {
    await withTempDir(async (directory) => {
      const result = await runCrashRounds(store, { directory, rounds: ROUNDS, seed: 4 });
      const { acknowledged, ...rest } = result.total;
      assert.deepEqual(result.details, []);
      assert.deepEqual(rest, { rounds: ROUNDS, lost: 0, torn: 0, leftovers: 0 });
      assert.ok(acknowledged > 0);
    });
  });
}

for (const store of BROKEN_CRASH_STORES) {
  test(`catches a ${store.name}`, async () => {
    await withTempDir(async (directory) => {
      const { total, details } = await runCrashRounds(store, {
        directory,
        rounds: store.rounds,
        seed: 2,
        moment: store.moment,
      });
      const { lost, torn } = total;
      process.stdout.write(`broken: ${store.name} -> lost ${lost}, torn ${torn}: ${details[0]}\n`);
      assert.ok(lost + torn > 0);
    });
  });
}

test("asks for no operation because an empty batch after it was acknowledged", async () => {
  const history = new CrashHistory();
  history.add({ begin: { id: 1, instance: "i", effects: [{ name: "a", size: 5 }] }, at: 0 });
  history.add({ begin: { id: 2, instance: "i", effects: [] }, at: 0 });
  history.add({ acknowledged: 2, versions: [], at: 0 });
  assert.equal((await history.examine(new MemoryStorage())).lost, 0);
  history.add({ begin: { id: 3, instance: "i", effects: [{ name: "a", size: 5 }] }, at: 0 });
  history.add({ acknowledged: 3, versions: ["v"], at: 0 });
  assert.equal((await history.examine(new MemoryStorage())).lost, 1);
});
