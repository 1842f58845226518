import { execFileSync } from "node:child_process";
import type { Table } from "../support/table.ts";
import { oursNamed } from "./contenders.ts";
import { withServers } from "./with_servers.ts";

const TIMES = 7;
const CORE = new URL("../../dist/core/mod.js", import.meta.url).href;
const IMPORT =
  "const started = performance.now();" +
  `await import(${JSON.stringify(CORE)});` +
  "console.log(performance.now() - started);";

/** The cost of a start: the best and the median of several. */
export interface StartResult {
  readonly what: string;
  /** Seconds. */
  readonly best: number;
  readonly median: number;
}

/** Measures the processor time until a server with an empty SQLite store listens, and the time to import the core. */
export async function measureStart(): Promise<StartResult[]> {
  const server: number[] = [];
  const core: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    server.push(
      await withServers(
        [oursNamed("varpost, SQLite")],
        async ([running]) => running?.server.processorSeconds ?? Number.NaN,
      ),
    );
    const arguments_ = ["--input-type=module", "--eval", IMPORT];
    core.push(Number(execFileSync(process.execPath, arguments_, { encoding: "utf8" })) / 1000);
  }
  return [
    summary("processor time until the server listens, SQLite", server),
    summary("time to import the core", core),
  ];
}

function summary(what: string, seconds: readonly number[]): StartResult {
  const sorted = seconds.toSorted((a, b) => a - b);
  return { what, best: sorted[0] ?? Number.NaN, median: sorted[TIMES >> 1] ?? Number.NaN };
}

export function startTable(results: readonly StartResult[]): Table {
  const cell = (seconds: number) => (seconds * 1000).toFixed(1);
  return {
    title: "Start: ms",
    columns: ["", "best", "median"],
    rows: results.map(({ what, best, median }) => [what, cell(best), cell(median)]),
  };
}
