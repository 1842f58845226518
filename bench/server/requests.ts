import type { Table } from "../support/table.ts";
import type { Contender } from "./contenders.ts";
import { type Load, type SmallLoad, smallRequests, writeVariables } from "./load.ts";
import type { RequestShape } from "./request_shapes.ts";
import { type Running, withServers } from "./with_servers.ts";

const METHODS = ["POST", "GET"] as const;
const SECONDS = 2;

/** The connections that are measured, and how their requests spread. The first shape is the standard one. */
const SERIES: readonly Omit<SmallLoad, "method">[] = [
  { shape: "spread", connections: 1 },
  { shape: "spread", connections: 32 },
  { shape: "spread", connections: 256 },
  { shape: "one", connections: 32 },
];

/** Over so many connections each variable of the spread shape is written once. */
const WRITERS = 50;

/** The figures of a server with small requests, in its best round. */
export interface RequestsResult extends Load, SmallLoad {
  readonly contender: string;
}

/** Lets all servers answer small requests in turns. */
export function measureRequests(
  contenders: readonly Contender[],
  rounds: number,
): Promise<RequestsResult[]> {
  return withServers(contenders, async (running) => {
    for (const { server } of running) {
      await writeVariables(server, "spread", WRITERS);
      await writeVariables(server, "one", 32);
    }
    const results: RequestsResult[] = [];
    for (const method of METHODS) {
      for (const series of SERIES) {
        results.push(...(await inTurns(running, { method, ...series }, rounds)));
      }
    }
    return results;
  });
}

async function inTurns(
  running: readonly Running[],
  load: SmallLoad,
  rounds: number,
): Promise<RequestsResult[]> {
  const best = new Map<string, Load>();
  for (let round = 0; round < rounds; round += 1) {
    for (const { contender, server } of running) {
      const result = await smallRequests(server, load, SECONDS).catch((cause) => {
        throw new Error(`Cannot measure '${contender.name}'`, { cause });
      });
      const before = best.get(contender.name);
      if (before === undefined || result.requestsPerSecond > before.requestsPerSecond) {
        best.set(contender.name, result);
      }
    }
  }
  return [...best].map(([contender, result]) => ({ contender, ...load, ...result }));
}

/** Makes one table for each method. */
export function requestsTables(results: readonly RequestsResult[]): Table[] {
  const contenders = [...new Set(results.map(({ contender }) => contender))];
  return METHODS.map((method) => ({
    title: `${method} of 1 KiB: requests a second, p50 and p99 in ms`,
    note: "Over 200 instances with 50 variables each; on the right over one instance.",
    columns: ["", ...SERIES.flatMap((series) => [heading(series), "p50", "p99"])],
    rows: contenders.map((name) => [
      name,
      ...SERIES.flatMap((series) => cells(requestsOf(results, name, { method, ...series }))),
    ]),
  }));
}

function heading({ shape, connections }: { shape: RequestShape; connections: number }): string {
  return shape === "one" ? `${connections} conn., one instance` : `${connections} conn.`;
}

/** Finds one of the results. */
export function requestsOf(
  results: readonly RequestsResult[],
  contender: string,
  { method, shape, connections }: SmallLoad,
): RequestsResult | undefined {
  return results.find(
    (result) =>
      result.contender === contender &&
      result.method === method &&
      result.shape === shape &&
      result.connections === connections,
  );
}

function cells(result: RequestsResult | undefined): string[] {
  if (result === undefined) return ["", "", ""];
  const { requestsPerSecond, p50, p99 } = result;
  return [requestsPerSecond.toFixed(0), p50.toFixed(2), p99.toFixed(2)];
}
