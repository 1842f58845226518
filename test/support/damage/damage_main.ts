/**
 * Flips one bit of a store again and again, after a clean stop and after `kill -9`, and shows that each answer is as it was
 * written, or is refused. Values that disappear because of a damaged index page of SQLite are counted, and SQLite's own check
 * must find them.
 *
 * node --import tsx test/support/damage/damage_main.ts [FLIPS [SEED]]
 */
import { CRASH_STORES } from "../crash/crash_stores.ts";
import { withTempDir } from "../temp_dir.ts";
import { runDamageRounds } from "./damage_rounds.ts";

const DEFAULT_FLIPS = 200;
const MAX_DETAILS = 20;

const [flipsText, seedText] = process.argv.slice(2);
const flips = Number(flipsText ?? DEFAULT_FLIPS);
const seed = Number(seedText ?? Math.floor(Math.random() * 2 ** 31));
console.log(`seed ${seed}\n`);
console.log("| store | writer | bits flipped | unnoticed | refused | lost | wrong |");
console.log("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
let failed = 0;
const notes: string[] = [];
for (const store of CRASH_STORES) {
  for (const end of ["stop", "kill"] as const) {
    const result = await withTempDir((directory) =>
      runDamageRounds(store, { directory, end, flips, seed }),
    );
    const { unnoticed, refused, lost, lostUnseen, wrong, details } = result;
    const ended = end === "stop" ? "closed it" : "was killed";
    console.log(
      `| ${store.name} | ${ended} | ${flips} | ${unnoticed} | ${refused} | ${lost} | ${wrong} |`,
    );
    failed += wrong + lostUnseen;
    if (lost > 0)
      notes.push(
        `${store.name}, ${ended}: its integrity check finds ${lost - lostUnseen} of ${lost} lost`,
      );
    notes.push(...details.slice(0, MAX_DETAILS));
  }
}
console.log(`\n${[...notes, ""].join("\n")}`);
console.log(`${2 * CRASH_STORES.length * flips - failed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;
