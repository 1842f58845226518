import type { Bar } from "../support/bar.ts";
import type { BulkResult } from "./bulk.ts";
import type { DelayResult } from "./delay.ts";
import type { GrowthResult } from "./growth_result.ts";
import type { MemoryResult } from "./memory.ts";
import { type RequestsResult, requestsOf } from "./requests.ts";
import type { StartResult } from "./start.ts";

/** All figures of a run. The lists of sections that were left out are empty. */
export interface ServerFigures {
  readonly requests: readonly RequestsResult[];
  readonly bulk: readonly BulkResult[];
  readonly memory: readonly MemoryResult[];
  readonly delay: readonly DelayResult[];
  readonly growth: readonly GrowthResult[];
  readonly start: readonly StartResult[];
}

const MIB = 2 ** 20;
const LEAST = 1_000;
const MOST = 1_000_000;

/** The promises about the server, with the figures of this run. */
export function serverBars(figures: ServerFigures): Bar[] {
  return [
    ...requestBars(figures.requests),
    ...bulkBars(figures.bulk),
    ...figures.memory.flatMap(memoryBars),
    ...figures.delay.map(({ contender, p99 }) => {
      const atMost = contender === "varpost, SQLite" ? 100 : 25;
      return { what: `${contender}: event-loop delay, p99`, figure: p99, atMost, unit: "ms" };
    }),
    ...growthBars(figures.growth),
    ...figures.start.map(({ what, best }, at) => {
      return { what, figure: best * 1000, atMost: at === 0 ? 250 : 15, unit: "ms" };
    }),
  ];
}

function requestBars(results: readonly RequestsResult[]): Bar[] {
  const posts = (name: string) => requestsOf(results, name, "POST", 32)?.requestsPerSecond;
  const memory = posts("varpost, memory");
  const bar = (what: string, atLeast: number, of?: number, to?: number) =>
    atLeastBar(`1 KiB posts, 32 connections: ${what}`, atLeast, of, to);
  return [
    bar("memory ÷ bare drain", 0.7, memory, posts("bare node:http")),
    bar("memory ÷ busboy + Map", 1.5, memory, posts("node:http + busboy + Map")),
    bar("memory ÷ fastify", 3, memory, posts("fastify + @fastify/multipart")),
    bar("filesystem ÷ memory", 0.4, posts("varpost, filesystem"), memory),
    bar("SQLite ÷ memory", 0.4, posts("varpost, SQLite"), memory),
  ];
}

function bulkBars(results: readonly BulkResult[]): Bar[] {
  const of = (name: string) => results.find(({ contender }) => contender === name);
  const filesystem = of("varpost, filesystem");
  const sqlite = of("varpost, SQLite");
  const pipeline = of("pipeline, fsync, rename");
  return [
    atLeastBar("1 GiB up: filesystem ÷ pipeline", 0.85, filesystem?.up, pipeline?.up),
    atLeastBar("1 GiB up: SQLite ÷ filesystem", 0.5, sqlite?.up, filesystem?.up),
    atLeastBar("1 GiB down: filesystem ÷ pipe", 0.85, filesystem?.down, pipeline?.down),
    atLeastBar("1 GiB down: SQLite ÷ pipe", 0.6, sqlite?.down, pipeline?.down),
  ];
}

function memoryBars({ contender, oneUpload, manyUploads }: MemoryResult): Bar[] {
  const bar = (what: string, bytes: number, atMost: number) => {
    return { what: `${contender}: memory, ${what}`, figure: bytes / MIB, atMost, unit: "MiB" };
  };
  return [bar("one upload of 4 GiB", oneUpload, 64), bar("200 uploads of 50 MB", manyUploads, 256)];
}

/** How many times slower a store is with the most variables than with the fewest, and how long opening takes with the most. */
function growthBars(results: readonly GrowthResult[]): Bar[] {
  return results
    .filter(({ count }) => count === MOST)
    .flatMap((most) => {
      const { storage, shape } = most;
      const where = `${storage}, 10⁶ in ${shape}`;
      const least = results.find(
        (result) => result.storage === storage && result.shape === shape && result.count === LEAST,
      );
      return [
        atMostBar(`${where}: posts`, 1.5, least?.postsPerSecond, most.postsPerSecond),
        atMostBar(`${where}: gets`, 1.5, least?.getsPerSecond, most.getsPerSecond),
        ...(storage === "memory"
          ? []
          : [{ what: `${where}: opening`, figure: most.open, atMost: 1_000, unit: "ms" }]),
      ];
    });
}

function atLeastBar(what: string, atLeast: number, of?: number, to?: number): Bar {
  return { what, figure: quotient(of, to), atLeast, unit: "×" };
}

function atMostBar(what: string, atMost: number, of?: number, to?: number): Bar {
  return { what: `${what}, times slower than 10³`, figure: quotient(of, to), atMost, unit: "×" };
}

function quotient(of: number | undefined, to: number | undefined): number | undefined {
  return of === undefined || to === undefined ? undefined : of / to;
}
