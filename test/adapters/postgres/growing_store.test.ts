import assert from "node:assert/strict";
import type { StorageQuery } from "../../../core/storage/query/storage_query.ts";
import { LONG_TIMES, withFaultStore } from "../../support/postgres/fault_store.ts";
import { withPostgresClient } from "../../support/postgres/postgres_client.ts";
import { withTestSchema } from "../../support/postgres/test_schema.ts";
import { suite } from "../../support/suite.ts";
import { until } from "../../support/until.ts";

const test = suite("PostgresStorage, while a store grows");

const VARIABLES = 10_000;
/** So often a connection makes a new plan for a statement; then it may keep one. */
const PLANS = 10;
/** The ways in which queries find keys. */
const QUERIES: readonly StorageQuery[] = [
  { instanceIds: ["i"], order: "name" },
  { names: [{ operator: "eq", text: "a" }], instanceIds: ["i"] },
  { names: [{ operator: "like", text: "a%" }], values: [{ anyOf: [{ to: Uint8Array.of(1) }] }] },
];

test("reads no whole table by plans from when it was small", () =>
  withTestSchema((place) =>
    withPostgresClient(place.connectionString, async (client) => {
      const table = `${place.schema}.variable`;
      await withFaultStore(
        { ...place, applicationName: place.schema },
        LONG_TIMES,
        async (storage) => {
          const use = async () => {
            const change = { name: "a", type: "Bytes", valueInfo: {}, content: null } as const;
            await storage.apply("i", [{ op: "put", ...change }]);
            assert.equal((await storage.stat("i", "a"))?.name, "a");
            assert.equal((await storage.list("i", { limit: 1 })).length, 1);
            assert.deepEqual(await storage.instances({ limit: 1 }), ["i"]);
            for (const query of QUERIES) {
              assert.equal((await storage.query?.(query))?.variables.length, 1);
            }
            await storage.apply("i", [{ op: "delete", name: "a" }]);
          };
          for (let i = 0; i < PLANS; i++) await use();
          await client.query(`INSERT INTO ${table}
          SELECT 'j' || number, 'a', '', '{}', 0, 'v', 0, NULL, '' FROM generate_series(1, ${VARIABLES}) number`);
          await use();
        },
      );
      // The figures are complete when the connections of the storage have ended.
      const activity = "SELECT FROM pg_stat_activity WHERE application_name = $1";
      await until(async () => (await client.query(activity, [place.schema])).rows.length === 0);
      const { rows } = await client.query(
        `SELECT seq_tup_read::integer AS read FROM pg_stat_user_tables WHERE relid = $1::regclass`,
        [table],
      );
      assert.ok(rows[0]?.read < VARIABLES, `${rows[0]?.read} rows were read`);
    }),
  ));
