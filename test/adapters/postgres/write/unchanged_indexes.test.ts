import assert from "node:assert/strict";
import { PostgresStorage } from "../../../../adapters/postgres.ts";
import { withPostgresClient } from "../../../support/postgres/postgres_client.ts";
import { withTestSchema } from "../../../support/postgres/test_schema.ts";
import { suite } from "../../../support/suite.ts";
import { until } from "../../../support/until.ts";

const test = suite("indexes of PostgresStorage");

const REPLACED = 50;

test("stay as they are if a value that cannot be compared is replaced by another one of its type", () =>
  withTestSchema((place) =>
    withPostgresClient(place.connectionString, async (client) => {
      const storage = await PostgresStorage.open({ ...place, applicationName: place.schema });
      const put = async (number: number, type: string, text: string) => {
        const content = new TextEncoder().encode(text);
        const change = { op: "put", name: type, type, valueInfo: {}, content } as const;
        await storage.apply(`i${number % 5}`, [change]);
      };
      for (let i = 0; i < REPLACED; i++) await put(i, "String", `value ${i}`);
      for (let i = 0; i < REPLACED; i++) await put(i, "Integer", `${i}`);
      await storage.close();
      // The figures are complete when the connections of the storage have ended.
      const activity = "SELECT FROM pg_stat_activity WHERE application_name = $1";
      await until(async () => (await client.query(activity, [place.schema])).rows.length === 0);
      const { rows } = await client.query(
        `SELECT n_tup_upd::integer AS all, n_tup_hot_upd::integer AS hot
         FROM pg_stat_user_tables WHERE relid = '${place.schema}.variable'::regclass`,
      );
      // An Integer changes its key, and with it the indexes.
      assert.deepEqual(rows, [{ all: 2 * (REPLACED - 5), hot: REPLACED - 5 }]);
    }),
  ));
