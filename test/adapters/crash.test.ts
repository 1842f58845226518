import assert from "node:assert/strict";
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
      const { acknowledged, details, ...rest } = result;
      assert.deepEqual(details, []);
      assert.deepEqual(rest, { rounds: ROUNDS, lost: 0, torn: 0, leftovers: 0 });
      assert.ok(acknowledged > 0);
    });
  });
}

for (const store of BROKEN_CRASH_STORES) {
  test(`catches a ${store.name}`, async () => {
    await withTempDir(async (directory) => {
      const { lost, torn, details } = await runCrashRounds(store, {
        directory,
        rounds: 1,
        seed: 2,
      });
      process.stdout.write(`broken: ${store.name} -> lost ${lost}, torn ${torn}: ${details[0]}\n`);
      assert.ok(lost + torn > 0);
    });
  });
}
