/**
 * Kills a writing process again and again, and shows that no acknowledged value is lost, no value is incomplete, and nothing is
 * left over.
 *
 * node --import tsx test/support/crash/crash_main.ts [ROUNDS [SEED]]
 */
import { withTempDir } from "../temp_dir.ts";
import { type CrashCounts, runCrashRounds } from "./crash_rounds.ts";
import { CRASH_STORES } from "./crash_stores.ts";

const DEFAULT_ROUNDS = 60;
const MAX_DETAILS = 20;

const [roundsText, seedText] = process.argv.slice(2);
const rounds = Number(roundsText ?? DEFAULT_ROUNDS);
const seed = Number(seedText ?? Math.floor(Math.random() * 2 ** 31));
console.log(`seed ${seed}\n`);
console.log("| store | killed in | rounds | acknowledged | lost | torn | left over |");
console.log("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
const notes: string[] = [];
for (const store of CRASH_STORES) {
  const { total, kinds, details } = await withTempDir((directory) =>
    runCrashRounds(store, { directory, rounds, seed }),
  );
  for (const [at, counts] of kinds) printRow(store.name, at, counts);
  printRow(store.name, "all", total);
  notes.push(...details.slice(0, MAX_DETAILS).map((detail) => `${store.name}: ${detail}`));
  const { acknowledged, lost, torn, leftovers } = total;
  if (lost + torn + leftovers > 0 || acknowledged === 0) process.exitCode = 1;
}
console.log(["", ...notes, process.exitCode === 1 ? "FAILED" : "ok"].join("\n"));

function printRow(store: string, at: string, counts: CrashCounts): void {
  const { rounds, acknowledged, lost, torn, leftovers } = counts;
  const columns = [store, at, rounds, acknowledged, lost, torn, leftovers];
  console.log(`| ${columns.join(" | ")} |`);
}
