import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { endWithThisProcess } from "../support/end_with_this_process.ts";
import { removeScratch, scratchPath } from "../support/scratch.ts";
import type { Table } from "../support/table.ts";
import { variablePath } from "./form.ts";
import { instanceOf, nameOf, randomVariable } from "./growth_names.ts";
import { type GrowthResult, type GrowthStep, isGrowthStep } from "./growth_result.ts";
import { loadServer, smallRequest } from "./load.ts";

const MAIN = fileURLToPath(new URL("growth_main.ts", import.meta.url));
const STORAGES = ["memory", "filesystem", "SQLite"];
const SHAPES = ["one", "many"];
const CONNECTIONS = 32;
/** Number of random variables on each connection. Hardly any variable is used twice. */
const REQUESTS_EACH = 1_000;
const WARM_UP_SECONDS = 1;
const SECONDS = 1.5;
/** How long the server gets to finish requests whose connections the load has closed. */
const SETTLE_MS = 500;

/** Measures each storage with 10³, 10⁵ and 10⁶ variables, once in one instance and once in many. */
export async function measureGrowth(rounds: number): Promise<GrowthResult[]> {
  const results: GrowthResult[] = [];
  for (const storage of STORAGES) {
    results.push(...(await measureGrowthOf(storage, rounds, async (use) => use(scratchPath()))));
  }
  return results;
}

/**
 * Measures one storage.
 *
 * @param withPlace Gives a place for an empty store.
 */
export async function measureGrowthOf(
  storage: string,
  rounds: number,
  withPlace: <T>(use: (place: string) => Promise<T>) => Promise<T>,
): Promise<GrowthResult[]> {
  const results: GrowthResult[] = [];
  for (const shape of SHAPES) {
    results.push(...(await withPlace((place) => grow(storage, shape, place, rounds))));
  }
  return results;
}

async function grow(
  storage: string,
  shape: string,
  place: string,
  rounds: number,
): Promise<GrowthResult[]> {
  const child = fork(MAIN, [storage, shape, place], { execArgv: ["--import", "tsx"] });
  endWithThisProcess(child);
  try {
    return await steps(child, storage, rounds);
  } finally {
    child.kill("SIGKILL");
    removeScratch();
  }
}

async function steps(
  child: ChildProcess,
  storage: string,
  rounds: number,
): Promise<GrowthResult[]> {
  const results: GrowthResult[] = [];
  const exit = once(child, "exit");
  for (;;) {
    const [message] = await Promise.race([once(child, "message"), exit]);
    if (isGrowthStep(message)) {
      results.push(await measureStep(message, rounds));
      await sleep(SETTLE_MS);
      child.send("go on");
    } else if (message === 0) {
      return results;
    } else {
      throw new Error(`Cannot measure ${storage}: its process ended with ${message}`);
    }
  }
}

async function measureStep(step: GrowthStep, rounds: number): Promise<GrowthResult> {
  let postsPerSecond = 0;
  let getsPerSecond = 0;
  await perSecond(step, "POST", WARM_UP_SECONDS);
  await perSecond(step, "GET", WARM_UP_SECONDS);
  for (let round = 0; round < rounds; round += 1) {
    postsPerSecond = Math.max(postsPerSecond, await perSecond(step, "POST", SECONDS));
    getsPerSecond = Math.max(getsPerSecond, await perSecond(step, "GET", SECONDS));
  }
  return { ...step, postsPerSecond, getsPerSecond };
}

async function perSecond(
  { port, count, shape }: GrowthStep,
  method: "POST" | "GET",
  seconds: number,
): Promise<number> {
  const { requestsPerSecond } = await loadServer(
    { host: "127.0.0.1", port },
    CONNECTIONS,
    { duration: seconds },
    () =>
      Array.from({ length: REQUESTS_EACH }, () => {
        const at = randomVariable(count);
        return smallRequest(method, variablePath(nameOf(at), instanceOf(at, shape)));
      }),
  );
  return requestsPerSecond;
}

export function growthTable(results: readonly GrowthResult[]): Table {
  return {
    title: "Growth: 1 KiB posts and gets a second by variables stored",
    note: "32 at once, names at random. One: all in one instance. Many: 100 in each. Service: the same without HTTP.",
    columns: [
      "",
      "instances",
      "variables",
      "posts/s",
      "gets/s",
      "service posts/s",
      "service gets/s",
      "open, ms",
      "first get, ms",
    ],
    rows: results.map((result) => [
      result.storage,
      result.shape,
      result.count.toLocaleString("en"),
      result.postsPerSecond.toFixed(0),
      result.getsPerSecond.toFixed(0),
      result.servicePosts.toFixed(0),
      result.serviceGets.toFixed(0),
      result.open.toFixed(1),
      result.first.toFixed(1),
    ]),
  };
}
