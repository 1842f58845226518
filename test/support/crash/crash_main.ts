/**
 * Kills a writing process again and again, and shows that no acknowledged value is lost, no value is incomplete, and nothing is
 * left over.
 *
 * node --import tsx test/support/crash/crash_main.ts [ROUNDS [SEED]]
 */
import { withTempDir } from "../temp_dir.ts";
import { runCrashRounds } from "./crash_rounds.ts";
import { CRASH_STORES } from "./crash_stores.ts";

const DEFAULT_ROUNDS = 20;
const MAX_DETAILS = 20;

const [roundsText, seedText] = process.argv.slice(2);
const rounds = Number(roundsText ?? DEFAULT_ROUNDS);
const seed = Number(seedText ?? Math.floor(Math.random() * 2 ** 31));
console.log(`seed ${seed}`);
for (const store of CRASH_STORES) {
  const result = await withTempDir((directory) => {
    return runCrashRounds(store, { directory, rounds, seed });
  });
  const { acknowledged, lost, torn, leftovers, details } = result;
  console.log(
    `${store.name}: ${rounds} rounds, ${acknowledged} acknowledged, lost ${lost}, torn ${torn}, leftovers ${leftovers}`,
  );
  for (const detail of details.slice(0, MAX_DETAILS)) console.log(`  ${detail}`);
  if (lost + torn + leftovers > 0 || acknowledged === 0) process.exitCode = 1;
}
