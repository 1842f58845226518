/**
 * Flips one bit of a store again and again, after a clean stop and after `kill -9`, and shows that each answer is as it was
 * written, or is refused. A filesystem store tells exactly what was damaged, and where it does not know whose values are lost, it
 * opens only if that is accepted. Values that disappear because of a damaged index page of SQLite are counted, and SQLite's own check
 * must find them.
 *
 * node --import tsx test/support/damage/damage_main.ts [FLIPS [SEED]]
 */
import { withTempDir } from "../temp_dir.ts";
import { type DamageCounts, runDamageRounds } from "./damage_rounds.ts";
import { DAMAGE_STORES } from "./damage_stores.ts";

const DEFAULT_FLIPS = 200;
const MAX_DETAILS = 20;

const [flipsText, seedText] = process.argv.slice(2);
const flips = Number(flipsText ?? DEFAULT_FLIPS);
const seed = Number(seedText ?? Math.floor(Math.random() * 2 ** 31));
console.log(`seed ${seed}\n`);
console.log(
  "| store | writer | bits flipped in | all right | value refused | opening refused | missing, found by SQLite's check | lost | wrong |",
);
console.log("| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
let failed = 0;
const notes: string[] = [];
for (const store of DAMAGE_STORES) {
  for (const end of ["stop", "kill"] as const) {
    const { total, places, details } = await withTempDir((directory) =>
      runDamageRounds(store, { directory, end, flips, seed }),
    );
    const ended = end === "stop" ? "closed it" : "was killed";
    for (const [place, counts] of places) printRow([store.name, ended, place], counts);
    if (places.size > 1) printRow([store.name, ended, "all"], total);
    failed += total.wrong + total.lost;
    notes.push(...details.slice(0, MAX_DETAILS).map((text) => `${store.name}, ${ended}: ${text}`));
  }
}
console.log(`\n${[...notes, ""].join("\n")}`);
console.log(`${2 * DAMAGE_STORES.length * flips - failed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;

function printRow(titles: readonly string[], counts: DamageCounts): void {
  const { right, refused, unopened, missed, lost, wrong } = counts;
  console.log(`| ${[...titles, right, refused, unopened, missed, lost, wrong].join(" | ")} |`);
}
