import assert from "node:assert/strict";
import { lockKeys } from "../../../../adapters/postgres/write/_instance_lock.ts";
import { LONG_TIMES, withFaultStore } from "../../../support/postgres/fault_store.ts";
import { withPostgresClient } from "../../../support/postgres/postgres_client.ts";
import { withTestSchema } from "../../../support/postgres/test_schema.ts";
import { suite } from "../../../support/suite.ts";
import { until } from "../../../support/until.ts";

const test = suite("BatchCommitter, after a day without writes");

/** As many batches as run at once. */
const INSTANCES = ["a", "b", "c", "d"];

test("writes although a sweeper has deleted the rows of all its lanes", () =>
  withTestSchema((place) =>
    withFaultStore(place, LONG_TIMES, (storage) =>
      withPostgresClient(place.connectionString, async (client) => {
        const { schema } = place;
        const put = (instanceId: string) =>
          storage.apply(instanceId, [
            { op: "put", name: "x", type: "Bytes", valueInfo: {}, content: null },
          ]);
        const waiting: Promise<unknown>[] = [];
        await client.query("BEGIN");
        for (const instanceId of INSTANCES) {
          await client.query("SELECT pg_advisory_xact_lock($1)", [lockKeys(schema)(instanceId)]);
          waiting.push(put(instanceId));
          await until(async () => {
            const { rows } = await client.query(`SELECT FROM ${schema}.lane`);
            return rows.length === waiting.length;
          });
        }
        await client.query("COMMIT");
        await Promise.all(waiting);
        await client.query(`DELETE FROM ${schema}.lane`);
        assert.equal((await put("a")).length, 1);
      }),
    ),
  ));
