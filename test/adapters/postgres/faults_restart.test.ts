import assert from "node:assert/strict";
import { type FaultStore, LONG_TIMES, withFaultStore } from "../../support/postgres/fault_store.ts";
import { withPostgresClient } from "../../support/postgres/postgres_client.ts";
import { PostgresCluster } from "../../support/postgres/postgres_cluster.ts";
import { postgresLeaks } from "../../support/postgres/postgres_leftovers.ts";
import { noOwnCluster } from "../../support/postgres/test_postgres.ts";
import { Traffic } from "../../support/postgres/traffic.ts";
import { suite } from "../../support/suite.ts";
import { testUnless } from "../../support/test_unless.ts";

const test = testUnless(suite("PostgresStorage, when the database stops"), noOwnCluster());

let started: Promise<PostgresCluster> | undefined;

async function withTraffic(
  run: (cluster: PostgresCluster, traffic: Traffic, storage: FaultStore) => Promise<void>,
): Promise<void> {
  started ??= PostgresCluster.start();
  const cluster = await started;
  await withFaultStore({ connectionString: cluster.url }, LONG_TIMES, async (storage) => {
    for (const instance of await storage.instances()) {
      await storage.apply(instance, [{ op: "clear" }]);
    }
    const traffic = new Traffic(storage);
    try {
      await traffic.succeeds();
      await run(cluster, traffic, storage);
      await traffic.succeeds();
    } finally {
      await traffic.end();
    }
  });
  assert.deepEqual(await postgresLeaks(cluster.url, "varpost"), []);
}

for (const mode of ["fast", "immediate", "kill"] as const) {
  test(`answers truly, and goes on afterwards (${mode})`, () =>
    withTraffic(async (cluster, traffic) => {
      await cluster.stop(mode);
      await traffic.isRefused();
      await cluster.restart();
    }));
}

/** The processes of the server that serve the store. */
async function backends(url: string): Promise<readonly number[]> {
  const text = "SELECT pid FROM pg_stat_activity WHERE application_name = 'varpost'";
  const { rows } = await withPostgresClient(url, (client) => client.query(text));
  return rows.map(({ pid }) => pid);
}

test("goes on when single connections are ended by the database", () =>
  withTraffic(async ({ url }, traffic) => {
    for (let i = 0; i < 10; i++) {
      for (const pid of await backends(url)) {
        if (Math.random() < 0.5) continue;
        await withPostgresClient(url, (client) =>
          client.query(`SELECT pg_terminate_backend(${pid})`),
        );
      }
    }
    await traffic.succeeds();
  }));

test("goes on when a process of the database crashes, and takes all others along", () =>
  withTraffic(async ({ url }, traffic) => {
    const [pid] = await backends(url);
    assert.ok(pid !== undefined);
    process.kill(pid, "SIGKILL");
    await traffic.succeeds();
  }));
