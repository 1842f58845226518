import assert from "node:assert/strict";
import { content as bytesOf } from "../../../../adapters/contract/_content.ts";
import { Leases } from "../../../../adapters/postgres/contents/_leases.ts";
import { Sweeper } from "../../../../adapters/postgres/contents/_sweeper.ts";
import { fromAsync } from "../../../support/from_async.ts";
import { LONG_TIMES, withFaultStore } from "../../../support/postgres/fault_store.ts";
import { type TestStore, withTestStore } from "../../../support/postgres/test_connections.ts";
import { testPool } from "../../../support/postgres/test_pool.ts";
import { withTestSchema } from "../../../support/postgres/test_schema.ts";
import { suite } from "../../../support/suite.ts";
import { until } from "../../../support/until.ts";

const test = suite("Leases");

const LARGE = bytesOf(600_000);
const PUT = { op: "put", name: "a", type: "Bytes", valueInfo: {} } as const;

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function leasesOf({ connections, tables }: TestStore, heartbeatMs: number): Leases {
  const sweeper = new Sweeper(connections, tables, 20_000);
  return new Leases({ connections, tables, times: { leaseMs: 60_000, heartbeatMs }, sweeper });
}

test("keep stages until they end, and contents as long as anybody reads them", () =>
  withTestStore(async (store) => {
    const leases = leasesOf(store, 1_000_000);
    leases.addStage(1);
    leases.addStage(2);
    leases.addReader(3);
    leases.addReader(3);
    leases.addReader(4);
    assert.deepEqual(leases.kept, [1, 2, 3, 4]);
    leases.endStage(1);
    leases.endReader(3);
    leases.endReader(4);
    assert.deepEqual(leases.kept, [2, 3]);
    leases.endReader(3);
    leases.endReader(3);
    await leases.discardStage(2);
    assert.deepEqual(leases.kept, []);
    await leases.close();
  }));

test("are prolonged by each heartbeat, but not what nobody needs, and never what has run out", () =>
  withTestStore(async (store) => {
    await store.query(
      "INSERT INTO $.orphan SELECT number, 1, now() + interval '30 s' FROM generate_series(1, 4) number",
    );
    // A variable refers to content 5: it has no lease.
    const leases = leasesOf(store, 10);
    for (const content of [1, 5]) leases.addStage(content);
    for (const content of [2, 6]) leases.addReader(content);
    const prolonged = "SELECT content FROM $.orphan WHERE keep_until > now() + interval '40 s'";
    await until(async () => (await store.query(prolonged)).length === 2);
    assert.deepEqual(await store.query(`${prolonged} ORDER BY content`), [["1"], ["2"]]);
    await store.query("UPDATE $.orphan SET keep_until = '-infinity' WHERE content = 2");
    await until(async () => (await store.query("SELECT FROM $.orphan")).length === 3);
    await leases.close();
    const left = await store.query("SELECT content FROM $.orphan ORDER BY content");
    assert.ok(left.length <= 3 && !left.some(([content]) => content === "2"));
  }));

test("end with the store: its stages may be swept, and what others keep stays", () =>
  withTestStore(async (store) => {
    await store.query(
      "INSERT INTO $.orphan SELECT number, 1, now() + interval '1 day' FROM generate_series(1, 3) number",
    );
    const leases = leasesOf(store, 1_000_000);
    leases.addStage(1);
    leases.addReader(2);
    await leases.close();
    const kept = "SELECT content FROM $.orphan WHERE keep_until > now() ORDER BY content";
    assert.deepEqual(await store.query(kept), [["2"], ["3"]]);
  }));

test("that have run out make a stage unavailable, and a content that was replaced gone", () =>
  withTestSchema((place) =>
    withFaultStore(place, LONG_TIMES, async (storage) => {
      const pool = testPool(place.connectionString);
      const end = () => pool.query(`UPDATE ${place.schema}.orphan SET keep_until = '-infinity'`);
      const stage = await storage.stage(once(LARGE));
      await end();
      const applying = storage.apply("i", [{ ...PUT, content: stage }]);
      await assert.rejects(applying, { code: "unavailable", message: /staged bytes were lost/ });
      assert.equal(await storage.stat("i", "a"), undefined);
      await storage.apply("i", [{ ...PUT, content: LARGE }]);
      const variable = await storage.open("i", "a");
      assert.ok(variable !== undefined);
      await storage.apply("i", [{ ...PUT, content: null }]);
      await end();
      await pool.query(`DELETE FROM ${place.schema}.chunk`);
      await assert.rejects(fromAsync(variable.read()), { code: "gone" });
      await variable.close();
      await stage.discard();
    }),
  ));

for (const days of [-1, 1]) {
  test(`do not ask the clock of the process: it may be off by ${days} day`, () =>
    withTestSchema((place) =>
      withFaultStore(place, { ...LONG_TIMES, heartbeatMs: 10 }, async (right) => {
        const { now } = Date;
        Date.now = () => now() + days * 86_400_000;
        try {
          await withFaultStore(place, { ...LONG_TIMES, heartbeatMs: 10 }, async (wrong) => {
            const stage = await wrong.stage(once(LARGE));
            const other = await right.stage(once(LARGE));
            await right.apply("i", [{ ...PUT, content: LARGE }]);
            const variable = await wrong.open("i", "a");
            assert.ok(variable !== undefined);
            const [record] = await wrong.apply("i", [{ ...PUT, content: stage }]);
            const off = Math.abs(now() - Number(record?.updatedAt));
            assert.ok(off < 43_200_000, `${record?.updatedAt} is not the time of the database`);
            await right.apply("i", [{ ...PUT, name: "b", content: other }]);
            assert.ok(Buffer.concat(await fromAsync(variable.read())).equals(LARGE));
            await variable.close();
            for (const storage of [wrong, right]) {
              assert.equal((await storage.list("i")).length, 2);
            }
          });
        } finally {
          Date.now = now;
        }
      }),
    ));
}
