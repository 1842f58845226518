import type { Table } from "../support/table.ts";
import type { Contender } from "./contenders.ts";
import { type Load, smallRequests, writeVariables } from "./load.ts";
import { type Running, withServers } from "./with_servers.ts";

const CONNECTIONS = [1, 32, 256] as const;
const METHODS = ["POST", "GET"] as const;
const SECONDS = 2;

/** The figures of a server with small requests, in its best round. */
export interface RequestsResult extends Load {
  readonly contender: string;
  readonly method: "POST" | "GET";
  readonly connections: number;
}

/** Lets all servers answer small requests in turns. */
export function measureRequests(
  contenders: readonly Contender[],
  rounds: number,
): Promise<RequestsResult[]> {
  return withServers(contenders, async (running) => {
    for (const { server } of running) await writeVariables(server.port, Math.max(...CONNECTIONS));
    const results: RequestsResult[] = [];
    for (const method of METHODS) {
      for (const connections of CONNECTIONS) {
        results.push(...(await inTurns(running, method, connections, rounds)));
      }
    }
    return results;
  });
}

async function inTurns(
  running: readonly Running[],
  method: "POST" | "GET",
  connections: number,
  rounds: number,
): Promise<RequestsResult[]> {
  const best = new Map<string, Load>();
  for (let round = 0; round < rounds; round += 1) {
    for (const { contender, server } of running) {
      const load = await smallRequests(server.port, method, connections, SECONDS).catch((cause) => {
        throw new Error(`Cannot measure '${contender.name}'`, { cause });
      });
      const before = best.get(contender.name);
      if (before === undefined || load.requestsPerSecond > before.requestsPerSecond) {
        best.set(contender.name, load);
      }
    }
  }
  return [...best].map(([contender, load]) => ({ contender, method, connections, ...load }));
}

/** Makes one table for each method. */
export function requestsTables(
  contenders: readonly Contender[],
  results: readonly RequestsResult[],
): Table[] {
  return METHODS.map((method) => ({
    title: `${method} of 1 KiB: requests a second, p50 and p99 in ms`,
    columns: ["", ...CONNECTIONS.flatMap((count) => [`${count} conn.`, "p50", "p99"])],
    rows: contenders.map(({ name }) => [
      name,
      ...CONNECTIONS.flatMap((count) => cells(requestsOf(results, name, method, count))),
    ]),
  }));
}

/** Finds one of the results. */
export function requestsOf(
  results: readonly RequestsResult[],
  contender: string,
  method: "POST" | "GET",
  connections: number,
): RequestsResult | undefined {
  return results.find(
    (result) =>
      result.contender === contender &&
      result.method === method &&
      result.connections === connections,
  );
}

function cells(result: RequestsResult | undefined): string[] {
  if (result === undefined) return ["", "", ""];
  const { requestsPerSecond, p50, p99 } = result;
  return [requestsPerSecond.toFixed(0), p50.toFixed(2), p99.toFixed(2)];
}
