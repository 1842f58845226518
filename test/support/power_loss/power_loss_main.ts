/**
 * Opens many of the states in which the disk of a filesystem store may be after a loss of power or `kill -9`, and shows that no
 * acknowledged change is lost, none is there in parts, and nothing is left over.
 *
 * node --import tsx test/support/power_loss/power_loss_main.ts [ROUNDS [SEED]]
 */
import { withTempDir } from "../temp_dir.ts";
import { LONG, runPowerLosses, SHORT } from "./power_loss_rounds.ts";

const DEFAULT_ROUNDS = 20;
const MAX_DETAILS = 20;

const [roundsText, seedText] = process.argv.slice(2);
const rounds = Number(roundsText ?? DEFAULT_ROUNDS);
const firstSeed = Number(seedText ?? Math.floor(Math.random() * 2 ** 31));
console.log(`seed ${firstSeed}\n`);
console.log("| of | rounds | states after a loss of power | after kill -9 | failures |");
console.log("| --- | ---: | ---: | ---: | ---: |");
const details: string[] = [];
for (const [name, sizes, failing] of [
  ["short segments", SHORT, 0],
  ["long segments", LONG, 0],
  ["a disk that is often full", SHORT, 0.05],
] as const) {
  const counts = { lost: 0, killed: 0, failures: 0 };
  for (let seed = firstSeed; seed < firstSeed + rounds; seed++) {
    const { lost, killed, failures } = await withTempDir((directory) =>
      runPowerLosses({ directory, seed, sizes, failing, sessions: 6, states: 100 }),
    );
    counts.lost += lost;
    counts.killed += killed;
    counts.failures += failures.length;
    details.push(...failures);
  }
  const { lost, killed, failures } = counts;
  console.log(`| ${[name, rounds, lost, killed, failures].join(" | ")} |`);
}
if (details.length > 0) process.exitCode = 1;
console.log(
  ["", ...details.slice(0, MAX_DETAILS), details.length > 0 ? "FAILED" : "ok"].join("\n"),
);
