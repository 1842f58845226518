import assert from "node:assert/strict";
import { Sweeper } from "../../../../adapters/postgres/contents/_sweeper.ts";
import { withPostgresClient } from "../../../support/postgres/postgres_client.ts";
import { type TestStore, withTestStore } from "../../../support/postgres/test_connections.ts";
import { suite } from "../../../support/suite.ts";
import { manyTurns, until } from "../../../support/until.ts";

const test = suite("Sweeper");

function sweeperOf({ connections, tables }: TestStore): Sweeper {
  return new Sweeper(connections, tables, 20_000);
}

/** Makes orphans with the numbers from `first` to `last`, and rows of each. */
async function fill(
  { query }: TestStore,
  [first, last]: readonly [number, number],
  rows: number,
  keepUntil: string,
): Promise<void> {
  const numbers = `generate_series(${first}, ${last}) AS number`;
  await query(`INSERT INTO $.orphan SELECT number, ${rows}, ${keepUntil} FROM ${numbers}`);
  await query(
    `INSERT INTO $.chunk SELECT number, index, 0, 'x' FROM ${numbers}, generate_series(0, ${rows - 1}) AS index`,
  );
}

async function count({ query }: TestStore, from: string): Promise<number> {
  return Number((await query(`SELECT count(*) FROM ${from}`))[0]?.[0]);
}

test("deletes all orphans whose leases have run out, with their rows, and nothing else", () =>
  withTestStore(async (store) => {
    await fill(store, [1, 150], 3, "now()");
    await fill(store, [151, 160], 3, "now() + interval '1 minute'");
    await store.query("INSERT INTO $.chunk VALUES (1000, 0, 0, 'x')");
    const sweeper = sweeperOf(store);
    sweeper.run();
    await until(async () => (await count(store, "$.orphan")) === 10);
    assert.equal(await count(store, "$.chunk"), 31);
    assert.equal(await count(store, "$.orphan WHERE content <= 150"), 0);
    await sweeper.close();
  }));

test("sweeps a large content in slices, and goes on where another one has stopped", () =>
  withTestStore(async (store) => {
    await fill(store, [1, 1], 600, "now()");
    const first = sweeperOf(store);
    first.run();
    await first.close();
    assert.equal(await count(store, "$.chunk"), 600 - 256);
    assert.equal(await count(store, "$.orphan WHERE keep_until = '-infinity'"), 1);
    first.run();
    const second = sweeperOf(store);
    second.run();
    await until(async () => (await count(store, "$.orphan")) === 0);
    assert.equal(await count(store, "$.chunk"), 0);
    await second.close();
  }));

test("shares the work with others, and disturbs none of them", () =>
  withTestStore(async (store) => {
    await fill(store, [1, 300], 10, "now()");
    const sweepers = Array.from({ length: 4 }, () => sweeperOf(store));
    for (const sweeper of sweepers) sweeper.run();
    await until(async () => {
      for (const sweeper of sweepers) sweeper.run();
      return (await count(store, "$.orphan")) === 0;
    });
    assert.equal(await count(store, "$.chunk"), 0);
    for (const sweeper of sweepers) await sweeper.close();
  }));

test("skips what another transaction has locked, until that ends", () =>
  withTestStore(async (store) => {
    await fill(store, [1, 3], 1, "now()");
    const sweeper = sweeperOf(store);
    await withPostgresClient(store.place.connectionString, async (client) => {
      await client.query(`BEGIN; SELECT FROM ${store.tables.orphan} WHERE content = 2 FOR UPDATE`);
      sweeper.run();
      await until(async () => (await count(store, "$.orphan")) === 1);
      assert.equal(await count(store, "$.chunk WHERE content = 2"), 1);
      await client.query("ROLLBACK");
    });
    sweeper.run();
    await until(async () => (await count(store, "$.orphan")) === 0);
    await sweeper.close();
  }));

test("deletes the lanes of processes that have ended, a day after their last batch", () =>
  withTestStore(async (store) => {
    await store.query(
      "INSERT INTO $.lane SELECT hours, 1, now() - hours * interval '1 hour', 2 FROM unnest('{0,23,25,999}'::int[]) hours",
    );
    const sweeper = sweeperOf(store);
    sweeper.run();
    await sweeper.close();
    assert.deepEqual(await store.query("SELECT id FROM $.lane ORDER BY id"), [["0"], ["23"]]);
  }));

test("goes on with the next run after one has failed", () =>
  withTestStore(async (store) => {
    const sweeper = sweeperOf(store);
    await store.query("ALTER TABLE $.orphan RENAME TO elsewhere");
    sweeper.run();
    await manyTurns();
    await store.query("ALTER TABLE $.elsewhere RENAME TO orphan");
    await fill(store, [1, 1], 1, "now()");
    await until(async () => {
      sweeper.run();
      return (await count(store, "$.orphan")) === 0;
    });
    await sweeper.close();
  }));
