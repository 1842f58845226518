import { LONG_TIMES, withFaultStore } from "../../../support/postgres/fault_store.ts";
import { withPostgresClient } from "../../../support/postgres/postgres_client.ts";
import { withTestSchema } from "../../../support/postgres/test_schema.ts";
import { suite } from "../../../support/suite.ts";
import { until } from "../../../support/until.ts";

const test = suite("leases and the sweeper, beside other transactions");

const TIMES = { ...LONG_TIMES, heartbeatMs: 20 };

async function* once(length: number): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(length);
}

test("keep a stage although another one is locked", () =>
  withTestSchema((place) =>
    withFaultStore(place, TIMES, (storage) =>
      withPostgresClient(place.connectionString, async (client) => {
        const orphan = `${place.schema}.orphan`;
        const stages = [await storage.stage(once(20_000)), await storage.stage(once(20_000))];
        await client.query("BEGIN");
        await client.query(`SELECT FROM ${orphan} ORDER BY content LIMIT 1 FOR UPDATE`);
        await withPostgresClient(place.connectionString, async (other) => {
          const free = `content = (SELECT max(content) FROM ${orphan})`;
          await other.query(
            `UPDATE ${orphan} SET keep_until = now() + interval '30 s' WHERE ${free}`,
          );
          const kept = `SELECT FROM ${orphan} WHERE ${free} AND keep_until > now() + interval '40 s'`;
          await until(async () => (await other.query(kept)).rows.length === 1);
        });
        await client.query("ROLLBACK");
        for (const stage of stages) await stage.discard();
      }),
    ),
  ));
