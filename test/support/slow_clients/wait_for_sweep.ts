import { withPostgresClient } from "../postgres/postgres_client.ts";
import { postgresLeftovers } from "../postgres/postgres_leftovers.ts";
import { print } from "./report.ts";

const SCHEMA = "varpost";
/** Longer than a lease and a heartbeat. */
const PATIENCE_MS = 120_000;
const PAUSE_MS = 200;

/** Waits until nothing waits to be swept. Prints what is left over, and what nobody would ever sweep. */
export async function waitForSweep(database: string): Promise<void> {
  const start = performance.now();
  await withPostgresClient(database, async (client) => {
    while (performance.now() - start < PATIENCE_MS) {
      const { rows } = await client.query(`SELECT count(*)::int AS orphans FROM ${SCHEMA}.orphan`);
      if (rows[0]?.orphans === 0) return;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  });
  const seconds = (performance.now() - start) / 1_000;
  const { length } = await postgresLeftovers(database, SCHEMA);
  print(`left over after ${seconds.toFixed(1)} s: ${length}`, length === 0);
}
