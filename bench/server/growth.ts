import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Table } from "../support/table.ts";
import { type GrowthResult, isGrowthResult } from "./growth_result.ts";
import { removeScratch, scratchPath } from "./scratch.ts";

const MAIN = fileURLToPath(new URL("growth_main.ts", import.meta.url));
const STORAGES = ["memory", "filesystem", "SQLite"];
const SHAPES = ["one", "many"];

/** Fills each storage with 10³, 10⁵ and 10⁶ variables, once in one instance and once spread over many. */
export async function measureGrowth(): Promise<GrowthResult[]> {
  const results: GrowthResult[] = [];
  for (const storage of STORAGES) {
    for (const shape of SHAPES) results.push(...(await grow(storage, shape)));
  }
  return results;
}

async function grow(storage: string, shape: string): Promise<GrowthResult[]> {
  const results: GrowthResult[] = [];
  try {
    const child = fork(MAIN, [storage, shape, scratchPath()], { execArgv: ["--import", "tsx"] });
    child.on("message", (message) => {
      if (isGrowthResult(message)) results.push(message);
    });
    const [code] = await once(child, "exit");
    if (code !== 0) throw new Error(`Cannot measure ${storage}: its process ended with ${code}`);
    return results;
  } finally {
    removeScratch();
  }
}

export function growthTable(results: readonly GrowthResult[]): Table {
  return {
    title: "Growth: 1 KiB posts and gets a second by variables stored",
    note: "In the process, without HTTP, 32 at once, names at random. One: all in one instance. Many: 100 in each.",
    columns: ["", "instances", "variables", "posts/s", "gets/s", "open, ms", "first get, ms"],
    rows: results.map((result) => [
      result.storage,
      result.shape,
      result.count.toLocaleString("en"),
      result.postsPerSecond.toFixed(0),
      result.getsPerSecond.toFixed(0),
      result.open.toFixed(1),
      result.first.toFixed(1),
    ]),
  };
}
