import assert from "node:assert/strict";
import type pg from "pg";
import type { VariableStorage } from "../../../../core/storage/storage.ts";
import { LONG_TIMES, withFaultStore } from "../../../support/postgres/fault_store.ts";
import { withPostgresClient } from "../../../support/postgres/postgres_client.ts";
import { withTestRole } from "../../../support/postgres/test_database.ts";
import { withTestSchema } from "../../../support/postgres/test_schema.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("health of PostgresStorage");

const PUT = {
  op: "put",
  name: "a",
  type: "Bytes",
  valueInfo: {},
  content: new Uint8Array([1]),
} as const;

/** A store whose role does not own it. */
interface Place {
  readonly storage: VariableStorage;
  readonly admin: pg.Client;
  readonly schema: string;
  /** The role, as SQL names it. */
  readonly role: string;
}

function withPlace(run: (place: Place) => Promise<void>): Promise<void> {
  return withTestSchema(({ connectionString: url, schema }) =>
    withTestRole(url, ({ sql: role, url: own }) =>
      withPostgresClient(url, async (admin) => {
        await admin.query(`CREATE SCHEMA ${schema} AUTHORIZATION ${role}`);
        await withFaultStore({ connectionString: own, schema }, LONG_TIMES, async (storage) => {
          await storage.apply("i", [PUT]);
          await run({ storage, admin, schema, role });
        });
      }),
    ),
  );
}

/** Expects that the storage tells of a failure, and that it finds out by itself when that has passed. */
async function expectPassing(
  { storage, admin }: Place,
  code: string,
  needsReopening: boolean,
  [break_, mend]: readonly [break_: string, mend: string],
  message: RegExp,
): Promise<void> {
  assert.deepEqual(await storage.health?.(), { writable: true });
  await admin.query(break_);
  for (let i = 0; i < 2; i++) {
    const found = await storage.health?.();
    assert.ok(found?.writable === false);
    assert.deepEqual([found.error.code, found.error.needsReopening], [code, needsReopening]);
    assert.match(found.error.message, message);
  }
  await admin.query(mend);
  assert.deepEqual(await storage.health?.(), { writable: true });
  await storage.apply("i", [PUT]);
}

test("tells of a privilege that was taken away", () =>
  withPlace(async (place) => {
    const { schema, role } = place;
    for (const what of [`INSERT ON ${schema}.chunk`, `SELECT ON ${schema}.format`]) {
      const change = [`REVOKE ${what} FROM ${role}`, `GRANT ${what} TO ${role}`] as const;
      await expectPassing(place, "io", false, change, /privilege/);
    }
  }));

test("tells of a store that a newer version has taken over", () =>
  withPlace(async (place) => {
    const format = `${place.schema}.format`;
    const change = [
      `UPDATE ${format} SET version = version + 1`,
      `UPDATE ${format} SET version = version - 1`,
    ] as const;
    await expectPassing(place, "corrupt", true, change, /Use a newer varpost/);
  }));

test("tells of tables that are not there any more", () =>
  withPlace(async (place) => {
    const change = [
      `ALTER SCHEMA ${place.schema} RENAME TO ${place.schema}_away`,
      `ALTER SCHEMA ${place.schema}_away RENAME TO ${place.schema}`,
    ] as const;
    await expectPassing(place, "io", true, change, /Open the store again/);
  }));

test("tells of a database that takes only reads, and of one that acknowledges too early", () =>
  withPlace(async (place) => {
    const { storage, admin, role } = place;
    const disconnect = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1";
    const name = role.slice(1, -1).replaceAll('""', '"');
    for (const [setting, code, message] of [
      ["default_transaction_read_only = on", "unavailable", /read-only/],
      ["synchronous_commit = off", "io", /synchronous_commit/],
    ] as const) {
      await admin.query(`ALTER ROLE ${role} SET ${setting}`);
      await admin.query(disconnect, [name]);
      const found = await storage.health?.();
      assert.ok(found?.writable === false, setting);
      assert.equal(found.error.code, code);
      assert.match(found.error.message, message);
      await admin.query(`ALTER ROLE ${role} RESET ALL`);
      await admin.query(disconnect, [name]);
      assert.deepEqual(await storage.health?.(), { writable: true });
    }
  }));

test("knows a full disk from the first write that meets it, and finds room by itself", () =>
  withPlace(async ({ storage, admin, schema }) => {
    await admin.query(
      `CREATE FUNCTION ${schema}.no_room() RETURNS trigger LANGUAGE plpgsql AS
        $$BEGIN RAISE 'could not extend file: No space left' USING ERRCODE = '53100'; END$$`,
    );
    for (const table of ["variable", "chunk"]) {
      await admin.query(
        `CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON ${schema}.${table} EXECUTE FUNCTION ${schema}.no_room()`,
      );
    }
    assert.deepEqual(await storage.health?.(), { writable: true });
    await assert.rejects(storage.apply("i", [PUT]), { code: "full" });
    for (let i = 0; i < 2; i++) {
      const found = await storage.health?.();
      assert.ok(found?.writable === false && found.error.code === "full");
    }
    await admin.query(`DROP FUNCTION ${schema}.no_room() CASCADE`);
    assert.deepEqual(await storage.health?.(), { writable: true });
  }));
