import assert from "node:assert/strict";
import { LONG_TIMES, withFaultStore } from "../../../support/postgres/fault_store.ts";
import { withPostgresClient } from "../../../support/postgres/postgres_client.ts";
import { withTestSchema } from "../../../support/postgres/test_schema.ts";
import { suite } from "../../../support/suite.ts";
import { until } from "../../../support/until.ts";

const test = suite("leases and the sweeper, beside other transactions");

/** Number of rows that a sweeper deletes at once, as the adapter has it. */
const SLICE = 256;
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

test("let no part of a content come back", () =>
  withTestSchema((place) =>
    withPostgresClient(place.connectionString, async (client) => {
      const { schema } = place;
      await withFaultStore(place, LONG_TIMES, async () => {});
      await client.query(`
        INSERT INTO ${schema}.orphan VALUES (1, NULL, now() - interval '1 s');
        INSERT INTO ${schema}.chunk SELECT 1, index, 0, '' FROM generate_series(0, ${SLICE}) index;
        CREATE FUNCTION ${schema}.refuse() RETURNS trigger LANGUAGE plpgsql AS
          $$BEGIN IF (SELECT count(*) FROM ${schema}.chunk) = 1 THEN RAISE 'no'; END IF; RETURN old; END$$;
        CREATE TRIGGER refuse BEFORE DELETE ON ${schema}.chunk FOR EACH ROW EXECUTE FUNCTION ${schema}.refuse();
      `);
      const rows = async (what: string) =>
        (await client.query(`SELECT ${what} AS it FROM ${schema}.chunk, ${schema}.orphan`)).rows;
      await withFaultStore(place, TIMES, () =>
        until(async () => (await rows("index")).length === 1),
      );
      assert.deepEqual(await rows("keep_until = '-infinity'"), [{ it: true }]);
    }),
  ));

test("do not keep a storage from closing", () =>
  withTestSchema((place) =>
    withPostgresClient(place.connectionString, async (client) => {
      await withFaultStore(place, LONG_TIMES, async () => {});
      await client.query(`INSERT INTO ${place.schema}.orphan
        SELECT content, NULL, now() - interval '1 s' FROM generate_series(1, 100000) content`);
      await withFaultStore(place, LONG_TIMES, async () => {});
      const { rows } = await client.query(`SELECT FROM ${place.schema}.orphan LIMIT 1`);
      assert.equal(rows.length, 1);
    }),
  ));

test("leave readers time to keep what a slow clear has orphaned", () =>
  withTestSchema((place) =>
    withPostgresClient(place.connectionString, async (client) => {
      const { schema } = place;
      const content = new Uint8Array(20_000);
      const put = { op: "put", name: "a", type: "Bytes", valueInfo: {}, content } as const;
      await withFaultStore(place, LONG_TIMES, (storage) => storage.apply("i", [put]));
      await client.query(`
        CREATE FUNCTION ${schema}.slow() RETURNS trigger LANGUAGE plpgsql AS
          $$BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END$$;
        CREATE TRIGGER slow AFTER INSERT ON ${schema}.orphan EXECUTE FUNCTION ${schema}.slow();
      `);
      const kept = `SELECT FROM ${schema}.orphan WHERE keep_until > clock_timestamp()`;
      await withFaultStore(place, { ...LONG_TIMES, leaseMs: 250 }, async (storage) => {
        await storage.apply("i", [{ op: "clear" }]);
        assert.equal((await client.query(kept)).rows.length, 1);
      });
    }),
  ));
