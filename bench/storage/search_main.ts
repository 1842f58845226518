/**
 * Searches a store. A storage in memory is filled first.
 *
 * search_main.ts ROOT KIND PATH INSTANCES
 */
import { loadVersion } from "./load_version.ts";
import type { Searched } from "./opening.ts";
import { writeInstances } from "./small_values.ts";

/** A search is repeated as often, but not after it took so long altogether. */
const TIMES = 5;
const ENOUGH_MS = 3_000;

const [root = "", kind = "", path = "", given = ""] = process.argv.slice(2);
const instances = Number(given);
const { core, open } = await loadVersion(root, kind, path);
const storage = await open();
if (kind === "memory") await writeInstances(storage, 0, instances, instances);
const variables = new core.ProcessVariables({ storage });
const searched: Searched = {
  count: await best(() => variables.countInstances(), instances),
  absent: await best(() => count(variables.query({ variableName: "absent" })), 0),
  list: await best(() => count(variables.instances()), instances),
};
await storage.close();
process.send?.(searched);

async function best(search: () => Promise<number>, wanted: number): Promise<number> {
  const times: number[] = [];
  const started = performance.now();
  while (times.length < TIMES && performance.now() - started < ENOUGH_MS) {
    const start = performance.now();
    const found = await search();
    times.push(performance.now() - start);
    if (found !== wanted) throw new Error(`Cannot measure: ${found} were found, not ${wanted}`);
  }
  return Math.min(...times);
}

async function count(found: AsyncIterable<unknown>): Promise<number> {
  let number = 0;
  for await (const _ of found) number += 1;
  return number;
}
