import assert from "node:assert/strict";
import type pg from "pg";
import type { Change } from "../../../core/storage/storage.ts";
import {
  type FaultStore,
  LONG_TIMES,
  SHORT_TIMES,
  withFaultStore,
} from "../../support/postgres/fault_store.ts";
import { withPostgresClient } from "../../support/postgres/postgres_client.ts";
import { PostgresCluster } from "../../support/postgres/postgres_cluster.ts";
import { postgresLeaks } from "../../support/postgres/postgres_leftovers.ts";
import { noOwnCluster } from "../../support/postgres/test_postgres.ts";
import { Traffic } from "../../support/postgres/traffic.ts";
import { suite } from "../../support/suite.ts";
import { testUnless } from "../../support/test_unless.ts";
import { until } from "../../support/until.ts";

const test = testUnless(suite("PostgresStorage, when the database stops"), noOwnCluster());

const PUT: readonly Change[] = [
  { op: "put", name: "a", type: "Bytes", valueInfo: {}, content: new Uint8Array([1]) },
];

let started: Promise<PostgresCluster> | undefined;

function ownCluster(): Promise<PostgresCluster> {
  started ??= PostgresCluster.start();
  return started;
}

async function withTraffic(
  run: (cluster: PostgresCluster, traffic: Traffic, storage: FaultStore) => Promise<void>,
): Promise<void> {
  const cluster = await ownCluster();
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

for (const mode of ["fast", "kill"] as const) {
  test(`answers truly, and goes on afterwards (${mode})`, () =>
    withTraffic(async (cluster, traffic, storage) => {
      assert.deepEqual(await storage.health?.(), { writable: true });
      await cluster.stop(mode);
      await traffic.isRefused();
      const found = await storage.health?.();
      assert.ok(found?.writable === false);
      const { code, needsReopening } = found.error;
      assert.deepEqual([code, needsReopening], ["unavailable", false]);
      await cluster.restart();
      await until(async () => (await storage.health?.())?.writable === true);
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
    for (let i = 0; i < 5; i++) {
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

/** Begins a transaction that writes, and returns its number. */
async function beginWrite(client: pg.Client): Promise<string> {
  await client.query("BEGIN");
  await client.query("INSERT INTO written VALUES (1)");
  const { rows } = await client.query("SELECT pg_current_xact_id() AS id");
  return rows[0].id;
}

/** Loses a transaction in a crash. Returns what PostgreSQL says of it after the next one was committed. */
async function statusOfLost(cluster: PostgresCluster): Promise<string> {
  const lost = await withPostgresClient(cluster.url, async (client) => {
    const id = await beginWrite(client);
    await cluster.stop("immediate");
    return id;
  });
  await cluster.restart();
  return withPostgresClient(cluster.url, async (client) => {
    await beginWrite(client);
    await client.query("COMMIT");
    const { rows } = await client.query("SELECT pg_xact_status($1) AS status", [lost]);
    return rows[0].status;
  });
}

// This is why there are lanes.
test("PostgreSQL calls a transaction committed that it has lost, since it gives its number again", async () => {
  const cluster = await ownCluster();
  await withPostgresClient(cluster.url, (client) =>
    client.query("CREATE TABLE written (a integer)"),
  );
  // Four times a minute it logs which transactions run, and does not give the number of such a one again.
  await until(async () => (await statusOfLost(cluster)) === "committed");
});

async function setStandby(url: string, name: string): Promise<void> {
  await withPostgresClient(url, async (client) => {
    await client.query(`ALTER SYSTEM SET synchronous_standby_names = '${name}'`);
    await client.query("SELECT pg_reload_conf()");
    const shown = () => client.query("SHOW synchronous_standby_names");
    await until(async () => (await shown()).rows[0].synchronous_standby_names === name);
  });
}

test("is not sure of a change that no synchronous standby has confirmed, and reads meanwhile", async () => {
  const { url } = await ownCluster();
  await withFaultStore({ connectionString: url }, SHORT_TIMES, (storage) =>
    withPostgresClient(url, async (other) => {
      const waiting = "FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
      await storage.apply("i", PUT);
      await setStandby(url, "away");
      const unsure = { code: "unavailable", mayBeStored: true };
      const refused = assert.rejects(storage.apply("i", PUT), unsure);
      await until(async () => {
        const { rowCount } = await other.query(`SELECT pg_cancel_backend(pid) ${waiting}`);
        return rowCount === 1;
      });
      await refused;
      await assert.rejects(storage.apply("j", PUT), { code: "unavailable" });
      assert.equal((await storage.stat("i", "a"))?.size, 1);
      // No session goes on waiting for it.
      await until(async () => (await other.query(`SELECT ${waiting}`)).rowCount === 0);
      await setStandby(url, "");
      const works = () =>
        storage.apply("i", PUT).then(
          () => true,
          () => false,
        );
      await until(works);
    }),
  );
});
