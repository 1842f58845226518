import { setTimeout as sleep } from "node:timers/promises";
import { withPostgresClient } from "../../postgres/postgres_client.ts";
import type { PostgresCluster } from "../../postgres/postgres_cluster.ts";
import { until } from "../../until.ts";
import { backends } from "./crash_postgres.ts";
import type { SharedWriter } from "./shared_writer.ts";

/** What happens: writers are killed; a backend is killed, after which the server recovers; backends are ended; the server restarts. */
export const FAULTS = ["writers", "backend", "ended backends", "server"] as const;
export type Fault = (typeof FAULTS)[number];

/** What a server says that recovers: the first characters of its SQLSTATEs. */
const STOPPING_OR_STARTING = "57P";
/** `pg` has no code for a server that ends before it has answered. */
const TERMINATED = "Connection terminated unexpectedly";

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
  if (fault === "backend") await killBackend(cluster.url, pids[0]);
  else await endBackends(cluster.url, pids.slice(0, 1 + Math.floor(random() * 5)));
  return [...writers];
}

/** Kills a process of the server. The server then ends all others, and recovers as after a crash. Waits until it has recovered. */
async function killBackend(url: string, pid: number | undefined): Promise<void> {
  if (pid === undefined) return;
  await withPostgresClient(url, async (client) => {
    const ended = new Promise((resolve) => client.once("end", resolve));
    if (wasKilled(pid)) await ended;
  });
  await until(() =>
    withPostgresClient(url, async () => true).catch((error: unknown) => {
      if (isRecovering(error)) return false;
      throw error;
    }),
  );
}

/** Whether a server refused a connection, or ended one that it had taken, since it recovers. */
function isRecovering(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  if (code.startsWith(STOPPING_OR_STARTING) || code === "ECONNRESET") return true;
  return error.message === TERMINATED;
}

/** Kills a process, unless it has just ended. */
function wasKilled(pid: number): boolean {
  try {
    return process.kill(pid, "SIGKILL");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
    throw error;
  }
}

async function endBackends(url: string, pids: readonly number[]): Promise<void> {
  await withPostgresClient(url, (client) =>
    client.query("SELECT pg_terminate_backend(pid) FROM unnest($1::integer[]) pid", [pids]),
  );
}
