import { randomBytes } from "node:crypto";
import pg from "pg";
import { PostgresCluster } from "../../../test/support/postgres/postgres_cluster.ts";
import { TEST_POSTGRES } from "../../../test/support/postgres/test_postgres.ts";

/** As PostgreSQL ships it. The tests take less. */
const SETTINGS = { shared_buffers: "128MB" };

/**
 * Gives `use` the URL of a PostgreSQL for a superuser: that of `VARPOST_TEST_POSTGRES`, else of one that is started for the benchmark and
 * ended after it.
 */
export async function withPostgres<T>(use: (url: string) => Promise<T>): Promise<T> {
  const given = process.env[TEST_POSTGRES];
  if (given !== undefined) return await use(given);
  const cluster = await PostgresCluster.start(SETTINGS);
  try {
    return await use(cluster.url);
  } finally {
    await cluster.end();
  }
}

/** Gives `use` the URL of an empty database of this server, and drops the database afterwards. */
export async function withDatabase<T>(url: string, use: (url: string) => Promise<T>): Promise<T> {
  const name = `varpost_bench_${randomBytes(8).toString("hex")}`;
  await query(url, `CREATE DATABASE ${name} ENCODING UTF8 TEMPLATE template0`);
  try {
    const database = new URL(url);
    database.pathname = name;
    return await use(database.href);
  } finally {
    await query(url, `DROP DATABASE ${name} WITH (FORCE)`);
  }
}

/** Runs a statement, and returns the first value of its result. */
export async function query(url: string, text: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text, rowMode: "array" });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

/** Lets the server do now what it would do in the background while the next one is measured. */
export async function settle(url: string): Promise<void> {
  await query(url, "VACUUM (ANALYZE)");
  await query(url, "CHECKPOINT");
}
