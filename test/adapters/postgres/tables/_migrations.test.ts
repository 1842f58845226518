import assert from "node:assert/strict";
import { PostgresStorage } from "../../../../adapters/postgres.ts";
import { keyAfter, numberKey } from "../../../../core/storage/query/scalar_key.ts";
import type { StorageQuery } from "../../../../core/storage/query/storage_query.ts";
import { withPostgresClient } from "../../../support/postgres/postgres_client.ts";
import { execute, withTestRole } from "../../../support/postgres/test_database.ts";
import { type TestSchema, withTestSchema } from "../../../support/postgres/test_schema.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("migrations of PostgresStorage");

/** More than a slice of the filling. */
const INTEGERS = 6_000;
const SEVEN: StorageQuery = {
  values: [{ anyOf: [{ from: numberKey(7), to: keyAfter(numberKey(7)) }] }],
};

/** Makes a store as format 1 had it, with Integers, a null, a String and a large value. */
async function makeFormat1({ connectionString, schema }: TestSchema): Promise<void> {
  const storage = await PostgresStorage.open({ connectionString, schema });
  const common = { op: "put", type: "Integer", valueInfo: {} } as const;
  const seven = new TextEncoder().encode("7");
  await storage.apply("a", [
    { ...common, name: "null", content: null },
    { ...common, name: "text", type: "String", content: seven },
    { ...common, name: "large", type: "Bytes", content: new Uint8Array(30_000) },
  ]);
  await storage.close();
  await execute(
    connectionString,
    `INSERT INTO ${schema}.variable
       SELECT 'i' || number, 'amount', 'Integer', '{}', length(number::text), 'v', 0, NULL, number::text::bytea
       FROM generate_series(1, ${INTEGERS}) number;
     DROP INDEX ${schema}.variable_by_name; ALTER TABLE ${schema}.variable DROP COLUMN scalar, DROP COLUMN sum;
     ALTER TABLE ${schema}.lane DROP COLUMN format;
     UPDATE ${schema}.format SET version = 1`,
  );
}

async function found(storage: PostgresStorage, query: StorageQuery): Promise<readonly string[]> {
  const page = await storage.query?.(query);
  return page?.variables.map(({ instanceId, record }) => `${instanceId} ${record.name}`) ?? [];
}

test("fill the scalar keys of a store of format 1, also if three open it at once", () =>
  withTestSchema(async (place) => {
    await makeFormat1(place);
    const opening = Array.from({ length: 3 }, () => PostgresStorage.open(place));
    const storages = await Promise.all(opening);
    for (const storage of storages) {
      assert.deepEqual(await found(storage, SEVEN), ["i7 amount"]);
      const nulls: StorageQuery = { values: [{ anyOf: [{ to: Uint8Array.of(1) }] }] };
      assert.deepEqual(await found(storage, nulls), ["a null"]);
      const filled: StorageQuery = { values: [{ anyOf: [{ from: numberKey(0) }] }] };
      const count = await storage.query?.(filled, { skip: Infinity });
      assert.equal(count?.skipped, INTEGERS);
    }
    await Promise.all(storages.map((storage) => storage.close()));
  }));

test("are made by who owns the tables, and others are told so", () =>
  withTestSchema((place) =>
    withTestRole(place.connectionString, async (role) => {
      await makeFormat1(place);
      await execute(
        place.connectionString,
        `GRANT ALL ON SCHEMA ${place.schema} TO ${role.sql};
         GRANT ALL ON ALL TABLES IN SCHEMA ${place.schema} TO ${role.sql}`,
      );
      const options = { connectionString: role.url, schema: place.schema };
      await assert.rejects(PostgresStorage.open(options), {
        code: "io",
        message:
          /^Cannot migrate schema '.*' to format 3: .*own.*\. Let the role that owns the tables/,
      });
      await (await PostgresStorage.open(place)).close();
      await (await PostgresStorage.open(options)).close();
    }),
  ));

test("keep a process of format 1 from writing: it has no lane, and makes none", () =>
  withTestSchema(async (place) => {
    const { connectionString, schema } = place;
    await makeFormat1(place);
    const laneOfFormat1 = `INSERT INTO ${schema}.lane VALUES (1, 0, clock_timestamp()) ON CONFLICT DO NOTHING`;
    await execute(connectionString, laneOfFormat1);
    await (await PostgresStorage.open(place)).close();
    await withPostgresClient(connectionString, async (client) => {
      assert.deepEqual((await client.query(`SELECT FROM ${schema}.lane`)).rows, []);
      await assert.rejects(client.query(laneOfFormat1), {
        code: "23514",
        message: /"use a newer varpost"/,
      });
    });
  }));

test("by a newer varpost are noticed by one that is running: it writes no more", () =>
  withTestSchema(async (place) => {
    const { connectionString, schema } = place;
    const storage = await PostgresStorage.open(place);
    const put = { op: "put", name: "a", type: "Null", valueInfo: {}, content: null } as const;
    await storage.apply("i", [put]);
    await execute(connectionString, `UPDATE ${schema}.format SET version = 4`);
    await assert.rejects(storage.apply("i", [{ op: "delete", name: "a" }]), {
      name: "StorageError",
      code: "corrupt",
      mayBeStored: false,
      message: `Cannot apply the changes: schema '${schema}' has format 4, and this version of varpost knows 1 to 3. Use a newer varpost`,
    });
    assert.deepEqual(await storage.instances(), ["i"]);
    // As if an older backup had taken the place of the store.
    await execute(connectionString, `UPDATE ${schema}.format SET version = 1`);
    await assert.rejects(storage.apply("i", [put]), {
      message: /Open the store again to migrate it$/,
    });
    await execute(connectionString, `UPDATE ${schema}.format SET version = 3`);
    await storage.apply("i", [{ op: "delete", name: "a" }]);
    await storage.close();
  }));

test("read rows without a checksum as before, and give them one when they are written again", () =>
  withTestSchema(async (place) => {
    const { connectionString, schema } = place;
    await makeFormat1(place);
    const storage = await PostgresStorage.open(place);
    const flip = `UPDATE ${schema}.variable SET inline = '8' WHERE instance = 'i7'`;
    await execute(connectionString, flip);
    assert.deepEqual((await storage.stat("i7", "amount"))?.inline, Uint8Array.of(0x38));
    const content = Uint8Array.of(0x37);
    await storage.apply("i7", [
      { op: "put", name: "amount", type: "Integer", valueInfo: {}, content },
    ]);
    assert.deepEqual((await storage.stat("i7", "amount"))?.inline, content);
    await execute(connectionString, flip);
    await assert.rejects(storage.stat("i7", "amount"), {
      code: "corrupt",
      message: "Cannot read variable 'amount': its row is damaged",
    });
    await storage.close();
  }));

test("to format 3 take a moment, and readers of format 2 go on", () =>
  withTestSchema(async (place) => {
    const { connectionString, schema } = place;
    const reader = await PostgresStorage.open(place);
    const put = { op: "put", name: "a", type: "Null", valueInfo: {}, content: null } as const;
    await reader.apply("i", [put]);
    await execute(
      connectionString,
      `ALTER TABLE ${schema}.variable DROP COLUMN sum; UPDATE ${schema}.format SET version = 2`,
    );
    const storage = await PostgresStorage.open(place);
    assert.equal((await storage.list("i")).length, 1);
    assert.equal((await reader.list("i")).length, 1);
    await Promise.all([reader.close(), storage.close()]);
  }));
