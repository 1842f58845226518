import pg from "pg";

const pools = new Map<string, pg.Pool>();

/**
 * Connections of a superuser to a server that runs as long as the tests, for what they do beside varpost. They are kept for the next
 * test, but do not keep the process alive. They need not wait for the disk.
 */
export function testPool(connectionString: string): pg.Pool {
  const known = pools.get(connectionString);
  if (known !== undefined) return known;
  // If the test has left a transaction open, this says so and does not wait for ever.
  const options = "-c synchronous_commit=off -c lock_timeout=10s -c client_min_messages=warning";
  const pool = new pg.Pool({ connectionString, options, max: 2, allowExitOnIdle: true });
  pool.on("error", () => {});
  pools.set(connectionString, pool);
  return pool;
}
