import pg from "pg";
import { PostgresDriver } from "../../../../adapters/postgres/_postgres_driver.ts";
import { PostgresStore } from "../../../../adapters/postgres/_postgres_store.ts";
import { connectionSettings } from "../../../../adapters/postgres/settings/_connection_settings.ts";
import { GuardedStorage } from "../../../../core/storage/guarded_storage.ts";
import type { VariableStorage } from "../../../../core/storage/storage.ts";
import { withPostgresClient } from "../../postgres/postgres_client.ts";
import { postgresLeftovers } from "../../postgres/postgres_leftovers.ts";
import { until } from "../../until.ts";

/** So short that a lease of seconds is enough. A process that is too slow for it gets errors, and goes on. */
const TIMEOUT_MS = 2_000;
/** The lease of what a clear orphaned is longer by so much. */
const LONGER_CLEAR_LEASE_MS = 6 * TIMEOUT_MS;
const HEARTBEAT_MS = 200;
/** Who examines must not fail on a slow machine. */
const PATIENT_MS = 30_000;

/** Where a store is, and how long it keeps what a killed process left. */
export interface CrashPlace {
  readonly url: string;
  readonly schema: string;
  readonly leaseMs: number;
}

/** Opens a store for a process that will be killed. */
export function openCrashPostgres(place: CrashPlace): Promise<VariableStorage> {
  return open(place, TIMEOUT_MS);
}

/** Opens a store for who examines it, and sweeps what others left. */
export function openToExamine(place: CrashPlace): Promise<VariableStorage> {
  return open(place, PATIENT_MS);
}

async function open(
  { url, schema, leaseMs }: CrashPlace,
  timeoutMs: number,
): Promise<VariableStorage> {
  const settings = connectionSettings({ connectionString: url, schema, connections: 6 });
  const times = { timeoutMs, leaseMs, heartbeatMs: HEARTBEAT_MS };
  const store = await PostgresStore.open(settings, times);
  return new GuardedStorage(new PostgresDriver(store));
}

/** Waits until no transaction of a killed process runs. One whose COMMIT was sent ends by itself. */
export function withoutTransactions({ url }: CrashPlace): Promise<void> {
  return withPostgresClient(url, async (client) => {
    const running = "SELECT FROM pg_stat_activity WHERE xact_start IS NOT NULL AND pid <> $1";
    const { rows } = await client.query("SELECT pg_backend_pid() AS pid");
    const others = `${running} AND backend_type = 'client backend'`;
    await until(async () => (await client.query(others, [rows[0]?.pid])).rowCount === 0);
  });
}

/** Lets all lanes be as old as those of processes that died a day ago. Living processes make new ones. */
export function ageLanes({ url, schema }: CrashPlace): Promise<void> {
  return withPostgresClient(url, async (client) => {
    await client.query(`UPDATE ${laneOf(schema)} SET at = at - interval '2 days'`);
  });
}

/**
 * Lets the leases of what clears orphaned run out as soon as all others. They are longer by six times the longest transaction. A process
 * that wrongly keeps a content still prolongs its lease.
 */
export function shortenClearLeases({ url, schema, leaseMs }: CrashPlace): Promise<void> {
  const orphan = `${pg.escapeIdentifier(schema)}.orphan`;
  const lease = `clock_timestamp() + interval '${leaseMs} ms'`;
  return withPostgresClient(url, async (client) => {
    await client.query(`UPDATE ${orphan} SET keep_until = ${lease}
      WHERE keep_until BETWEEN ${lease} AND ${lease} + interval '${LONGER_CLEAR_LEASE_MS} ms'`);
  });
}

/** Finds what no living process needs: contents without a variable, and lanes. */
export async function crashLeftovers({ url, schema }: CrashPlace): Promise<readonly string[]> {
  const lanes = await withPostgresClient(url, (client) =>
    client.query<{ id: string }>(`SELECT id FROM ${laneOf(schema)}`),
  );
  const contents = await postgresLeftovers(url, schema);
  return [...contents, ...lanes.rows.map(({ id }) => `lane: ${id}`)];
}

/** The processes of the server that serve writers. */
export async function backends(url: string): Promise<readonly number[]> {
  const text = "SELECT pid FROM pg_stat_activity WHERE application_name = 'varpost'";
  const { rows } = await withPostgresClient(url, (client) =>
    client.query<{ pid: number }>(`${text} AND backend_type = 'client backend'`),
  );
  return rows.map(({ pid }) => pid);
}

function laneOf(schema: string): string {
  return `${pg.escapeIdentifier(schema)}.lane`;
}
