import assert from "node:assert/strict";
import { dirname } from "node:path";
import type { DiskEvent, DiskModel } from "../support/power_loss/disk_model.ts";
import { LONG, runPowerLosses, SHORT } from "../support/power_loss/power_loss_rounds.ts";
import { suite } from "../support/suite.ts";
import { withTempDir } from "../support/temp_dir.ts";

const DEADLINE_MS = 120_000;

const test = suite("a filesystem store whose disk lost power");

for (const [seed, what, options] of [
  [1, "short segments", { sizes: SHORT, states: 50 }],
  [Math.floor(Math.random() * 1_000_000), "short segments", { sizes: SHORT, states: 50 }],
  [2, "long segments", { sizes: LONG, states: 30 }],
  [3, "a disk that is often full", { sizes: SHORT, states: 40, failing: 0.05 }],
] as const) {
  test(
    `keeps what it acknowledged, whole, and nothing else: ${what}, seed ${seed}`,
    () =>
      withTempDir(async (directory) => {
        const { lost, killed, failures } = await runPowerLosses({
          directory,
          seed,
          sessions: 4,
          ...options,
        });
        assert.deepEqual(failures, []);
        process.stdout.write(
          `states: ${what}, seed ${seed}: ${lost} after a loss of power, ${killed} after kill -9, failures 0\n`,
        );
      }),
    { deadline: DEADLINE_MS },
  );
}

for (const [what, isIt] of [
  ["the log", (path) => dirname(path) === "log"],
  ["the names of the log", (path) => path === "log"],
  ["contents", (path) => dirname(path) === "contents"],
  ["the names of contents", (path) => path === "contents"],
] satisfies [string, (path: string) => boolean][]) {
  test(
    `is found out if it does not sync ${what}`,
    () =>
      withTempDir(async (directory) => {
        const notices = (event: DiskEvent, disk: DiskModel) =>
          event.op !== "syncBegin" || !isIt(disk.pathOf(event.target));
        const options = { directory, seed: 3, sessions: 4, states: 60, notices };
        const { failures } = await runPowerLosses(options);
        process.stdout.write(`broken: ${what}, not synced -> ${failures[0]?.slice(0, 150)}\n`);
        assert.ok(failures.length > 0);
      }),
    { deadline: DEADLINE_MS },
  );
}
