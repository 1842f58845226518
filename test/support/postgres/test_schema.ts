import { randomBytes } from "node:crypto";
import pg from "pg";
import { testPostgres } from "./test_postgres.ts";

/** A place for the tables of one test. */
export interface TestSchema {
  readonly connectionString: string;
  /** A name that no schema of the server has. The test makes the schema, if it wants one. */
  readonly schema: string;
}

const pools = new Map<string, pg.Pool>();

/**
 * Gives `run` the name of a schema that is not there yet, and drops the schema afterwards. A schema takes a few milliseconds, a database a
 * hundred.
 *
 * @param url The server. Default: the one that all tests share.
 */
export async function withTestSchema<T>(
  run: (place: TestSchema) => Promise<T>,
  url?: string,
): Promise<T> {
  const connectionString = url ?? (await testPostgres());
  const schema = `varpost_test_${randomBytes(8).toString("hex")}`;
  try {
    return await run({ connectionString, schema });
  } finally {
    await poolOf(connectionString).query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
  }
}

/** Connections are kept for the next test, but they do not keep the process alive. */
function poolOf(connectionString: string): pg.Pool {
  const known = pools.get(connectionString);
  if (known !== undefined) return known;
  // If the test has left a transaction open, this says so and does not wait for ever.
  const options = "-c synchronous_commit=off -c lock_timeout=10s -c client_min_messages=warning";
  const pool = new pg.Pool({ connectionString, options, max: 2, allowExitOnIdle: true });
  pool.on("error", () => {});
  pools.set(connectionString, pool);
  return pool;
}
