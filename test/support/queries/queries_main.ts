/**
 * Compares random queries in random stores with a plain evaluation, on each storage, and prints how many answers differ.
 *
 * node --import tsx test/support/queries/queries_main.ts [STORAGE] [QUERIES [SEED]]
 */
import { runQueryRounds } from "./query_rounds.ts";
import { QUERY_SUBJECTS } from "./query_subjects.ts";

const DEFAULT_QUERIES = 2_000;
const MAX_DETAILS = 5;

const argv = process.argv.slice(2);
const only = argv[0] !== undefined && Number.isNaN(Number(argv[0])) ? argv.shift() : undefined;
if (only !== undefined && !QUERY_SUBJECTS.has(only)) {
  throw new Error(`Cannot query '${only}': known are ${[...QUERY_SUBJECTS.keys()].join(", ")}`);
}
const [queriesText, seedText] = argv;
const queries = Number(queriesText ?? DEFAULT_QUERIES);
const seed = Number(seedText ?? Math.floor(Math.random() * 2 ** 31));
console.log(`seed ${seed}\n`);
console.log("| storage | queries | stores | differences |");
console.log("| --- | ---: | ---: | ---: |");
const details: string[] = [];
for (const [name, withSubject] of QUERY_SUBJECTS) {
  if (only !== undefined && name !== only) continue;
  const counts = await runQueryRounds(withSubject, queries, seed);
  const { differences } = counts;
  console.log(`| ${[name, counts.queries, counts.stores, differences.length].join(" | ")} |`);
  details.push(...differences.slice(0, MAX_DETAILS).map((detail) => `${name}: ${detail}`));
}
if (details.length > 0) process.exitCode = 1;
console.log(["", ...details, details.length > 0 ? "FAILED" : "ok"].join("\n"));
