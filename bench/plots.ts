/**
 * Draws the plots of README from the figures of the last run of `npm run bench:server`.
 *
 * npm run bench:plots -- [FILE]
 *
 * FILE has the figures. Default: bench/results/server.json, which a complete run writes. If no engine took part in that run, the figures
 * of an engine come from bench/results/engine.json, which is written by hand and has their dates.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { memoryPlot } from "./plots/memory_plot.ts";
import { postsPlot } from "./plots/posts_plot.ts";
import { readRecorded, type ServerRun } from "./plots/recorded.ts";

const RESULTS = join(import.meta.dirname, "results");
const PLOTS = join(import.meta.dirname, "../docs/plots");

const { positionals } = parseArgs({ allowPositionals: true });
const [file = join(RESULTS, "server.json")] = positionals;
const run: ServerRun = JSON.parse(readFileSync(file, "utf8"));
const recorded = readRecorded(join(RESULTS, "engine.json"));

mkdirSync(PLOTS, { recursive: true });
for (const [name, svg] of [
  ["posts", postsPlot(run, recorded)],
  ["memory", memoryPlot(run, recorded)],
] as const) {
  const path = join(PLOTS, `${name}.svg`);
  writeFileSync(path, svg);
  console.log(path);
}
