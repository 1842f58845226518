import type { Table } from "../../support/table.ts";
import { smallRequests, writeVariables } from "../load.ts";
import { withServers } from "../with_servers.ts";
import { oursIn } from "./contenders.ts";

const METHODS = ["POST", "GET"] as const;
const CONNECTIONS = 32;
const SECONDS = 2;

/** Requests a second of one process, and of two on the same tables with half of the connections each, in their best rounds. */
export interface PairResult {
  readonly method: "POST" | "GET";
  readonly one: number;
  readonly two: number;
}

/** Lets one process and two answer small requests in turns. */
export function measurePair(url: string, rounds: number): Promise<PairResult[]> {
  return withServers([oursIn(url), oursIn(url)], async (running) => {
    const servers = running.map(({ server }) => server);
    for (const server of servers) await writeVariables(server, "spread", CONNECTIONS);
    const perSecond = async (method: "POST" | "GET", processes: number) => {
      const load = { method, shape: "spread", connections: CONNECTIONS / processes } as const;
      const loads = await Promise.all(
        servers.slice(0, processes).map((server) => smallRequests(server, load, SECONDS)),
      );
      return loads.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0);
    };
    const results: PairResult[] = [];
    for (const method of METHODS) {
      const best = { one: 0, two: 0 };
      for (let round = 0; round < rounds; round += 1) {
        best.one = Math.max(best.one, await perSecond(method, 1));
        best.two = Math.max(best.two, await perSecond(method, 2));
      }
      results.push({ method, ...best });
    }
    return results;
  });
}

export function pairTable(results: readonly PairResult[]): Table {
  return {
    title: "Two processes on the tables of one PostgreSQL: requests of 1 KiB a second",
    note: "32 connections together. Load, servers and database share the machine, so two processes win only with processors to spare.",
    columns: ["", "one", "two", "two ÷ one"],
    rows: results.map(({ method, one, two }) => [
      method,
      one.toFixed(0),
      two.toFixed(0),
      `${(two / one).toFixed(2)} ×`,
    ]),
  };
}
