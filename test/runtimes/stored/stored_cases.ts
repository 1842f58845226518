/** What must hold for a filesystem store that Node and another runtime use in turn. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { FilesystemStorage } from "../../../adapters/filesystem.ts";
import type { CrashStep } from "../../support/crash/crash_moment.ts";
import { runCrashRounds } from "../../support/crash/crash_rounds.ts";
import { CRASH_STORES } from "../../support/crash/crash_stores.ts";
import type { RuntimeCommand } from "../../support/crash/write_until_killed.ts";
import { suite } from "../../support/suite.ts";
import { withTempDir } from "../../support/temp_dir.ts";

const ROUNDS = 24;
const SEED = 11;
const HOLD = "test/runtimes/stored/hold_main.ts";
const LOCKED = { name: "StorageError", code: "locked" };

/** The steps whose begin `KillAtOperation` sees where it replaces the functions of `fs` only, and not what modules import by name. */
const STEPS: readonly CrashStep[] = ["opening", "sealing", "closing"];

/**
 * Adds the tests.
 *
 * @param name The runtime.
 * @param runtimeIn How it is started, with a folder for what it keeps.
 */
export function testStored(name: string, runtimeIn: (scratch: string) => RuntimeCommand): void {
  const test = suite(`a filesystem store that ${name} and Node use in turn`);
  const run = (body: (runtime: RuntimeCommand, directory: string) => Promise<void>) =>
    withTempDir(async (parent) => {
      const directory = join(parent, "stored");
      await mkdir(directory);
      await body(runtimeIn(join(parent, "scratch")), directory);
    });

  test(
    `keeps what ${name} acknowledged before kill -9, whole, and sweeps the rest`,
    () =>
      run(async (runtime, directory) => {
        const [filesystem] = CRASH_STORES.filter((store) => store.name === "filesystem");
        assert.ok(filesystem);
        const result = await runCrashRounds(
          { ...filesystem, steps: STEPS },
          { directory, rounds: ROUNDS, seed: SEED, runtime },
        );
        const { acknowledged, ...rest } = result.total;
        assert.deepEqual(result.details, []);
        assert.deepEqual(rest, { rounds: ROUNDS, lost: 0, torn: 0, leftovers: 0 });
        assert.ok(acknowledged > 0);
      }),
    { deadline: 180_000 },
  );

  test.skip(
    "is killed at each operation of a merge",
    `on ${name}, what kills the process does not see that a merge begins: the reading of a hint, imported by its name, is not replaced`,
  );

  test("is locked for each while the other has it open", () =>
    run(async (runtime, directory) => {
      const held = await FilesystemStorage.open(directory);
      const refused = await hold(runtime, directory);
      assert.equal(refused.told, "locked");
      await refused.end();
      await held.close();
      const holder = await hold(runtime, directory);
      assert.equal(holder.told, "open");
      await assert.rejects(FilesystemStorage.open(directory), LOCKED);
      await holder.end();
      await (await FilesystemStorage.open(directory)).close();
    }));
}

/** Lets the runtime open a store. `told` is what it prints of it. */
async function hold(
  { command: [program = "", ...rest], settings }: RuntimeCommand,
  directory: string,
): Promise<{ readonly told: string; end(): Promise<void> }> {
  const child = spawn(program, [...rest, HOLD, directory], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, ...settings },
  });
  const closed = once(child, "close");
  const [told] = await once(child.stdout.setEncoding("utf8"), "data");
  return {
    told: String(told).trim(),
    async end() {
      child.stdin.end();
      await closed;
    },
  };
}
