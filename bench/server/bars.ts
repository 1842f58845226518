import { type Bar, ratioBar } from "../support/bar.ts";
import type { BulkResult } from "./bulk.ts";
import { GETS_OF_OTHER, OTHER, POSTS_OF_OTHER } from "./contenders.ts";
import type { DelayResult } from "./delay.ts";
import type { GrowthResult } from "./growth_result.ts";
import type { MemoryResult } from "./memory.ts";
import { postgresBars } from "./postgres/bars.ts";
import type { PostgresResult } from "./postgres/measure.ts";
import type { RequestShape } from "./request_shapes.ts";
import { type RequestsResult, requestsOf } from "./requests.ts";
import type { SizesResult } from "./sizes.ts";
import type { StartResult } from "./start.ts";

/** All figures of a run. The lists of sections that were left out are empty. */
export interface ServerFigures {
  /** Name of the engine that took part; `undefined` if none did. */
  readonly engine: string | undefined;
  readonly sizes: readonly SizesResult[];
  readonly requests: readonly RequestsResult[];
  readonly bulk: readonly BulkResult[];
  readonly memory: readonly MemoryResult[];
  readonly delay: readonly DelayResult[];
  readonly growth: readonly GrowthResult[];
  readonly start: readonly StartResult[];
  readonly postgres: readonly PostgresResult[];
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
    ...figures.postgres.flatMap((result) => [
      ...postgresBars(result),
      ...growthBars(result.growth),
    ]),
  ];
}

function requestBars(results: readonly RequestsResult[]): Bar[] {
  const figure = figureOf(results);
  const posts = figure("POST", "spread");
  const drain = posts("bare node:http");
  const bar = (what: string, atLeast: number, of?: number, to?: number) =>
    ratioBar(`1 KiB posts, 32 connections: ${what}`, { atLeast }, of, to);
  const memory = posts("varpost, memory");
  const filesystem = posts("varpost, filesystem");
  return [
    bar("memory ÷ bare drain", 0.7, memory, drain),
    bar("memory ÷ busboy + Map", 1.5, memory, posts("node:http + busboy + Map")),
    bar("memory ÷ fastify", 3, memory, posts("fastify + @fastify/multipart")),
    bar("filesystem ÷ bare drain", 0.22, filesystem, drain),
    bar("filesystem ÷ a file for each value", 4, filesystem, posts("a file for each value")),
    bar("SQLite ÷ memory", 0.4, posts("varpost, SQLite"), memory),
    ...["memory", "filesystem", "SQLite"].flatMap((storage) => otherBars(storage, figure)),
  ];
}

/** If there was another version in the run: no storage may be much slower than there. */
function otherBars(storage: string, figure: ReturnType<typeof figureOf>): Bar[] {
  const bar = (what: string, atLeast: number, of: (contender: string) => number | undefined) =>
    ratioBar(
      `1 KiB ${what}, 32 connections: ${storage} ÷ ${OTHER}`,
      { atLeast },
      of(`varpost, ${storage}`),
      of(`${OTHER}, ${storage}`),
    );
  if (figure("POST", "spread")(`${OTHER}, ${storage}`) === undefined) return [];
  return [
    bar("posts", POSTS_OF_OTHER, figure("POST", "spread")),
    bar("posts on one instance", POSTS_OF_OTHER, figure("POST", "one")),
    bar("gets", GETS_OF_OTHER, figure("GET", "spread")),
  ];
}

/** Finds requests a second of 32 connections. */
function figureOf(results: readonly RequestsResult[]) {
  return (method: "POST" | "GET", shape: RequestShape) =>
    (contender: string): number | undefined =>
      requestsOf(results, contender, { method, shape, connections: 32 })?.requestsPerSecond;
}

function bulkBars(results: readonly BulkResult[]): Bar[] {
  const of = (name: string) => results.find(({ contender }) => contender === name);
  const filesystem = of("varpost, filesystem");
  const sqlite = of("varpost, SQLite");
  const pipeline = of("pipeline, fsync, rename");
  const bar = (what: string, atLeast: number, of?: number, to?: number) =>
    ratioBar(`1 GiB ${what}`, { atLeast }, of, to);
  return [
    bar("up: filesystem ÷ pipeline", 0.9, filesystem?.up, pipeline?.up),
    bar("up: SQLite ÷ filesystem", 0.5, sqlite?.up, filesystem?.up),
    bar("down: filesystem ÷ pipe", 1.2, filesystem?.down, pipeline?.down),
    bar("down: SQLite ÷ pipe", 0.6, sqlite?.down, pipeline?.down),
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
  const bar = (what: string, of?: number, to?: number) =>
    ratioBar(`${what}, times slower than 10³`, { atMost: 1.5 }, of, to);
  return results
    .filter(({ count }) => count === MOST)
    .flatMap((most) => {
      const { storage, shape } = most;
      const where = `${storage}, 10⁶ in ${shape}`;
      const least = results.find(
        (result) => result.storage === storage && result.shape === shape && result.count === LEAST,
      );
      return [
        bar(`${where}: posts`, least?.postsPerSecond, most.postsPerSecond),
        bar(`${where}: gets`, least?.getsPerSecond, most.getsPerSecond),
        ...(storage === "memory"
          ? []
          : [{ what: `${where}: opening`, figure: most.open, atMost: 1_000, unit: "ms" }]),
      ];
    });
}
