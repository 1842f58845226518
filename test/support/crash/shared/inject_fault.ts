import { setTimeout as sleep } from "node:timers/promises";
import { withPostgresClient } from "../../postgres/postgres_client.ts";
import type { PostgresCluster } from "../../postgres/postgres_cluster.ts";
import { backends } from "./crash_postgres.ts";
import type { SharedWriter } from "./shared_writer.ts";

/** What happens: writers are killed; a backend is killed, after which the server recovers; backends are ended; the server restarts. */
export const FAULTS = ["writers", "backend", "ended backends", "server"] as const;
export type Fault = (typeof FAULTS)[number];

/** What a fault needs. */
export interface FaultParts {
  readonly cluster: PostgresCluster;
  readonly writers: readonly SharedWriter[];
  readonly random: () => number;
}

/**
 * Lets something happen to processes that write.
 *
 * @returns The writers that live.
 */
export async function injectFault(
  fault: Fault,
  { cluster, writers, random }: FaultParts,
): Promise<SharedWriter[]> {
  await sleep(random() * 20);
  if (fault === "writers") {
    // In one of six rounds all are killed.
    const count = Math.min(writers.length, 1 + Math.floor(random() ** 2 * 3.5));
    for (const writer of writers.slice(0, count)) {
      await writer.kill();
      await sleep(random() * 20);
    }
    return writers.slice(count);
  }
  if (fault === "server") {
    await cluster.stop("immediate");
    await cluster.restart();
    return [...writers];
  }
  const pids = (await backends(cluster.url)).toSorted(() => random() - 0.5);
  if (fault === "backend") kill(pids[0]);
  else await endBackends(cluster.url, pids.slice(0, 1 + Math.floor(random() * 5)));
  return [...writers];
}

/** Kills a process of the server, unless it has just ended. The server then ends all others, and recovers as after a crash. */
function kill(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

async function endBackends(url: string, pids: readonly number[]): Promise<void> {
  await withPostgresClient(url, (client) =>
    client.query("SELECT pg_terminate_backend(pid) FROM unnest($1::integer[]) pid", [pids]),
  );
}
