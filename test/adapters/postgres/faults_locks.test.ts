import assert from "node:assert/strict";
import type pg from "pg";
import { lockKeys } from "../../../adapters/postgres/write/_instance_lock.ts";
import type { Change, VariableStorage } from "../../../core/storage/storage.ts";
import {
  type FaultStore,
  LONG_TIMES,
  SHORT_TIMES,
  withFaultStore,
} from "../../support/postgres/fault_store.ts";
import { withPostgresClient } from "../../support/postgres/postgres_client.ts";
import { withTestSchema } from "../../support/postgres/test_schema.ts";
import { suite } from "../../support/suite.ts";
import { until } from "../../support/until.ts";

const test = suite("PostgresStorage, when others hold locks");

const PUT: readonly Change[] = [
  { op: "put", name: "a", type: "Bytes", valueInfo: {}, content: new Uint8Array([1]) },
];
const REFUSED = { code: "unavailable", mayBeStored: false };

interface Locked {
  readonly storage: FaultStore;
  readonly schema: string;
  /** A session of somebody else. */
  readonly other: pg.Client;
}

function withOther(
  run: (locked: Locked) => Promise<void>,
  times: typeof LONG_TIMES = SHORT_TIMES,
): Promise<void> {
  return withTestSchema(({ connectionString, schema }) =>
    withPostgresClient(connectionString, (other) => {
      const options = { connectionString, schema, connections: 3, applicationName: schema };
      return withFaultStore(options, times, (storage) => run({ storage, schema, other }));
    }),
  );
}

async function lock({ other, schema }: Locked, instance: string): Promise<void> {
  await other.query("SELECT pg_advisory_lock($1)", [lockKeys(schema)(instance)]);
}

function upload(storage: VariableStorage): Promise<unknown> {
  const source = (async function* () {
    yield new Uint8Array(1_000_000);
  })();
  return storage.stage(source).then((content) => {
    return storage.apply("large", [{ op: "put", name: "a", type: "File", valueInfo: {}, content }]);
  });
}

async function download(storage: VariableStorage): Promise<number> {
  const variable = await storage.open("large", "a");
  try {
    let size = 0;
    for await (const piece of variable?.read() ?? []) size += piece.length;
    return size;
  } finally {
    await variable?.close();
  }
}

test("refuses writes of a locked instance only, and in the end", () =>
  withOther(async (locked) => {
    const { storage, other } = locked;
    const names = Array.from({ length: 6 }, (_, i) => `locked${i}`);
    for (const name of names) await lock(locked, name);
    const refused = Promise.all([
      ...names.map((name) => assert.rejects(storage.apply(name, PUT), REFUSED)),
      assert.rejects(storage.apply("locked0", [{ op: "clear" }]), {
        ...REFUSED,
        message: /has had instance 'locked0' locked for too long/,
      }),
    ]);
    for (let round = 0; round < 5; round++) {
      const free = Array.from({ length: 20 }, (_, i) => storage.apply(`free${i}`, PUT));
      await Promise.all(free);
      assert.equal(await storage.stat("locked0", "a"), undefined);
    }
    await refused;
    await other.query("SELECT pg_advisory_unlock_all()");
    for (const name of names) await storage.apply(name, PUT);
  }));

test("makes writes of a locked instance in their order when it is unlocked", () =>
  withOther(async (locked) => {
    const { storage, other } = locked;
    await lock(locked, "i");
    const done: number[] = [];
    const writes = [1, 2, 3].map((number) =>
      storage.apply("i", PUT).then(() => {
        done.push(number);
      }),
    );
    // The first of them has been put off then.
    await storage.apply("j", PUT);
    const cleared = storage.apply("i", [{ op: "clear" }]);
    await other.query("SELECT pg_advisory_unlock_all()");
    await Promise.all(writes);
    await cleared;
    assert.deepEqual(done, [1, 2, 3]);
    assert.equal(await storage.stat("i", "a"), undefined);
  }, LONG_TIMES));

test("gives calls up that wait for a table, and leaves no session behind that goes on waiting", () =>
  withOther(async ({ storage, schema, other }) => {
    await storage.apply("i", PUT);
    await other.query(`BEGIN; LOCK TABLE ${schema}.variable, ${schema}.orphan`);
    await Promise.all([
      assert.rejects(storage.apply("i", PUT), REFUSED),
      assert.rejects(storage.stat("i", "a"), REFUSED),
      assert.rejects(storage.list("i"), REFUSED),
      assert.rejects(storage.instances(), REFUSED),
      assert.rejects(upload(storage), REFUSED),
    ]);
    const text = `SELECT count(*)::integer FROM pg_stat_activity
      WHERE application_name = $1 AND wait_event_type = 'Lock'`;
    await until(async () => (await other.query(text, [schema])).rows[0].count === 0);
    await other.query("ROLLBACK");
    await storage.apply("i", PUT);
    assert.equal((await storage.list("i")).length, 1);
    await upload(storage);
  }));

test("reads small values while all windows of contents wait", () =>
  withOther(async ({ storage, schema, other }) => {
    await storage.apply("i", PUT);
    await upload(storage);
    await other.query(`BEGIN; LOCK TABLE ${schema}.chunk`);
    const refused = Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        assert.rejects(i % 2 === 0 ? upload(storage) : download(storage), REFUSED),
      ),
    );
    for (let i = 0; i < 10; i++) {
      assert.equal((await storage.stat("i", "a"))?.size, 1);
      await storage.apply(`j${i}`, PUT);
    }
    await refused;
    await other.query("ROLLBACK");
    assert.equal(await download(storage), 1_000_000);
  }));
