import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type pg from "pg";
import type { Change, VariableStorage } from "../../../core/storage/storage.ts";
import { LONG_TIMES, withFaultStore } from "../../support/postgres/fault_store.ts";
import { withPostgresClient } from "../../support/postgres/postgres_client.ts";
import { testPostgres } from "../../support/postgres/test_postgres.ts";
import { suite } from "../../support/suite.ts";
import { until } from "../../support/until.ts";

const test = suite("PostgresStorage, when the database refuses");

const PUT: readonly Change[] = [
  { op: "put", name: "a", type: "Bytes", valueInfo: {}, content: new Uint8Array([1]) },
];
const PASSWORD = "pass-word";

interface Refusing {
  readonly storage: VariableStorage;
  /** A superuser. */
  readonly admin: pg.Client;
  /** The name of a role, and of its schema. */
  readonly role: string;
}

/** Gives `run` a storage of a role of its own. */
async function withRole(run: (refusing: Refusing) => Promise<void>): Promise<void> {
  const url = await testPostgres();
  const role = `varpost_test_${randomBytes(8).toString("hex")}`;
  await withPostgresClient(url, async (admin) => {
    await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD '${PASSWORD}'`);
    await admin.query(`CREATE SCHEMA ${role} AUTHORIZATION ${role}`);
    try {
      const place = new URL(url);
      place.username = role;
      place.password = PASSWORD;
      const options = { connectionString: place.href, schema: role };
      await withFaultStore(options, LONG_TIMES, async (storage) => {
        await storage.apply("i", PUT);
        await run({ storage, admin, role });
      });
    } finally {
      await admin.query(`DROP SCHEMA IF EXISTS ${role} CASCADE; DROP ROLE ${role}`);
    }
  });
}

/** Ends all connections of the store. */
async function disconnect({ admin, role }: Refusing): Promise<void> {
  const text = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1";
  const left = "SELECT count(*)::integer AS count FROM pg_stat_activity WHERE usename = $1";
  await admin.query(text, [role]);
  await until(async () => (await admin.query(left, [role])).rows[0].count === 0);
}

/** Calls that fail must say so with this code and this message, and without the password. */
async function refuses(
  calls: readonly Promise<unknown>[],
  code: string,
  message: RegExp,
): Promise<void> {
  for (const call of await Promise.allSettled(calls)) {
    assert.equal(call.status, "rejected");
    assert.deepEqual(
      { code: call.reason.code, mayBeStored: call.reason.mayBeStored },
      { code, mayBeStored: false },
    );
    assert.match(call.reason.message, message);
    assert.doesNotMatch(`${call.reason.stack} ${call.reason.cause?.stack}`, new RegExp(PASSWORD));
  }
}

async function stage(storage: VariableStorage): Promise<void> {
  const source = (async function* () {
    yield new Uint8Array(300_000);
  })();
  await (await storage.stage(source)).discard();
}

function all(storage: VariableStorage): readonly Promise<unknown>[] {
  return [storage.apply("i", PUT), storage.stat("i", "a"), storage.list("i"), stage(storage)];
}

async function works(storage: VariableStorage): Promise<void> {
  await Promise.all(all(storage));
  assert.equal((await storage.stat("i", "a"))?.size, 1);
}

test("answers unavailable while its role has no connection left, and goes on later", () =>
  withRole(async (refusing) => {
    const { storage, admin, role } = refusing;
    await admin.query(`ALTER ROLE ${role} CONNECTION LIMIT 0`);
    await disconnect(refusing);
    await refuses(all(storage), "unavailable", /no connection left/);
    await admin.query(`ALTER ROLE ${role} CONNECTION LIMIT -1`);
    await works(storage);
  }));

test("answers unavailable while its role may not log in, and goes on later", () =>
  withRole(async (refusing) => {
    const { storage, admin, role } = refusing;
    await admin.query(`ALTER ROLE ${role} NOLOGIN`);
    await disconnect(refusing);
    await refuses(
      all(storage),
      "unavailable",
      /does not let the role in: .*not permitted to log in/,
    );
    await admin.query(`ALTER ROLE ${role} LOGIN`);
    await works(storage);
  }));

test("answers unavailable while its role may only read, and goes on later", () =>
  withRole(async (refusing) => {
    const { storage, admin, role } = refusing;
    await admin.query(`ALTER ROLE ${role} SET default_transaction_read_only = on`);
    await disconnect(refusing);
    await refuses([storage.apply("i", PUT), stage(storage)], "unavailable", /read-only/);
    assert.equal((await storage.stat("i", "a"))?.size, 1);
    await admin.query(`ALTER ROLE ${role} RESET default_transaction_read_only`);
    // The connections that may only read have left the pool, or do so now.
    await until(async () => {
      const settled = await Promise.allSettled([storage.apply("i", PUT), stage(storage)]);
      return settled.every(({ status }) => status === "fulfilled");
    });
    await works(storage);
  }));

test("says what to do if its role has lost a privilege, and goes on later", () =>
  withRole(async ({ storage, admin, role }) => {
    await admin.query(`ALTER SCHEMA ${role} OWNER TO CURRENT_USER`);
    await refuses(all(storage), "io", /lacks a privilege: permission denied for schema/);
    await admin.query(`ALTER SCHEMA ${role} OWNER TO ${role}`);
    await works(storage);
    await admin.query(`REVOKE INSERT ON ${role}.variable FROM ${role}`);
    await refuses(
      [storage.apply("i", PUT)],
      "io",
      /lacks a privilege: permission denied for table/,
    );
    await admin.query(`GRANT INSERT ON ${role}.variable TO ${role}`);
    await works(storage);
  }));

test("says what to do if its tables were dropped", () =>
  withRole(async ({ storage, admin, role }) => {
    await admin.query(`ALTER TABLE ${role}.variable RENAME TO other`);
    await refuses([storage.stat("i", "a"), storage.apply("i", PUT)], "io", /were dropped: .*Open/);
    await admin.query(`ALTER TABLE ${role}.other RENAME TO variable`);
    await works(storage);
    await admin.query(`DROP SCHEMA ${role} CASCADE`);
    await refuses(all(storage), "io", /were dropped: .*Open the store again/);
  }));
