import assert from "node:assert/strict";
import { content as bytesOf } from "../../../../adapters/contract/_content.ts";
import { PostgresStorage } from "../../../../adapters/postgres.ts";
import { withPostgresClient } from "../../../support/postgres/postgres_client.ts";
import {
  execute,
  withTestDatabase,
  withTestRole,
} from "../../../support/postgres/test_database.ts";
import { withTestSchema } from "../../../support/postgres/test_schema.ts";
import { usePostgres } from "../../../support/postgres/use_postgres.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("tables of PostgresStorage");

const LARGE = bytesOf(300_000);

/** Runs the statement that the message of an error names. */
async function obey(url: string, error: unknown): Promise<void> {
  assert.ok(error instanceof Error);
  const [, text = ""] = /run '(.*)'$/s.exec(error.message) ?? [];
  assert.ok(text !== "", error.message);
  await execute(url, text);
}

/** Opens a store, which is refused, and returns the error. */
async function refusal(connectionString: string, schema: string): Promise<Error> {
  const [outcome] = await Promise.allSettled([PostgresStorage.open({ connectionString, schema })]);
  assert.equal(outcome?.status, "rejected");
  assert.ok(outcome.reason instanceof Error);
  return outcome.reason;
}

test("are made by a role without rights, in a schema that it makes if it may", () =>
  withTestDatabase((url) =>
    withTestRole(url, async (role) => {
      const error = await refusal(role.url, "a");
      assert.match(error.message, /^Cannot make the tables in schema 'a': permission denied for/);
      await obey(url, error);
      await usePostgres(role.url, "a");
      await execute(
        url,
        `GRANT CREATE ON DATABASE ${new URL(url).pathname.slice(1)} TO ${role.sql}`,
      );
      await usePostgres(role.url, "b");
    }),
  ));

test("are made by a role without rights, in an empty schema of another role", () =>
  withTestSchema(({ connectionString, schema }) =>
    withTestRole(connectionString, async (role) => {
      await execute(connectionString, `CREATE SCHEMA ${schema}`);
      const first = await refusal(role.url, schema);
      assert.match(
        first.message,
        /^Cannot use schema .* lacks privileges.* run 'GRANT USAGE ON SCHEMA/,
      );
      await obey(connectionString, first);
      const second = await refusal(role.url, schema);
      assert.match(second.message, /permission denied for schema .*run 'GRANT CREATE ON SCHEMA/);
      await obey(connectionString, second);
      await usePostgres(role.url, schema);
    }),
  ));

test("are made once if ten open an empty database at once", () =>
  withTestSchema(async ({ connectionString, schema }) => {
    const options = { connectionString, schema, connections: 3 };
    const opening = Array.from({ length: 10 }, () => PostgresStorage.open(options));
    const storages = await Promise.all(opening);
    for (const [i, storage] of storages.entries()) {
      const change = { op: "put", type: "Bytes", valueInfo: {}, content: LARGE } as const;
      await storage.apply("i", [{ ...change, name: `${i}` }]);
    }
    assert.equal((await storages[0]?.list("i"))?.length, 10);
    await Promise.all(storages.map((storage) => storage.close()));
    await withPostgresClient(connectionString, async (client) => {
      const { rows } = await client.query(`SELECT version FROM ${schema}.format`);
      assert.equal(rows.length, 1);
    });
  }));

const ODD_NAMES = [
  "varpost test: \"quotes\" and 'quotes'",
  "Varpost Test With Capitals",
  "varpost-test.with$signs;--",
  "varpost test: Köln 値 \u{1f600}",
  "varpost_test_of_63_bytes".padEnd(63, "x"),
  "ü".repeat(31),
];

test("may be in schemas with any names", () =>
  withTestDatabase((url) =>
    withPostgresClient(url, async (client) => {
      for (const schema of ODD_NAMES) {
        await usePostgres(url, schema);
        const text = "SELECT FROM pg_namespace WHERE nspname = $1";
        assert.equal((await client.query(text, [schema])).rowCount, 1, schema);
      }
    }),
  ));

test("need no search_path, and do not use that of the role", () =>
  withTestSchema(({ connectionString, schema }) =>
    withTestRole(connectionString, async (role) => {
      const other = `${schema}_other`;
      await execute(
        connectionString,
        `CREATE SCHEMA ${schema} AUTHORIZATION ${role.sql}; CREATE SCHEMA ${other} AUTHORIZATION ${role.sql};
         CREATE TABLE ${other}.variable (a text); CREATE TABLE ${other}.format (a text)`,
      );
      for (const path of ["''", other, "pg_temp"]) {
        await execute(connectionString, `ALTER ROLE ${role.sql} SET search_path = ${path}`);
        await usePostgres(role.url, schema);
      }
      await execute(connectionString, `DROP SCHEMA ${other} CASCADE`);
    }),
  ));

for (const newer of [4, 99]) {
  test(`are refused if their format is ${newer}`, () =>
    withTestSchema(async ({ connectionString, schema }) => {
      await usePostgres(connectionString, schema);
      await execute(connectionString, `UPDATE ${schema}.format SET version = ${newer}`);
      const error = await refusal(connectionString, schema);
      assert.match(
        error.message,
        new RegExp(`' has format ${newer}, and .* knows 1 to 3\\. Use a newer varpost$`),
      );
      await execute(connectionString, `UPDATE ${schema}.format SET version = 3`);
      await usePostgres(connectionString, schema);
    }));
}

for (const foreign of [
  "TABLE format (version text)",
  "TABLE format (other integer)",
  "TABLE format (version integer)",
  "VIEW format AS SELECT 0 AS version",
  "SEQUENCE format",
  "TABLE variable (a text)",
  "TABLE chunk (a text)",
  "VIEW orphan AS SELECT 1 AS a",
  "SEQUENCE lane",
]) {
  test(`are not made beside the ${foreign} of another program, and nothing is left there`, () =>
    withTestSchema(async ({ connectionString, schema }) => {
      await execute(
        connectionString,
        `CREATE SCHEMA ${schema}; SET search_path = ${schema}; CREATE ${foreign}`,
      );
      const error = await refusal(connectionString, schema);
      assert.match(error.message, /has tables that are not varpost's\. Choose another schema$/);
      assert.ok("code" in error && error.code === "corrupt");
      await withPostgresClient(connectionString, async (client) => {
        const text = "SELECT FROM pg_class WHERE relnamespace = $1::regnamespace";
        assert.equal((await client.query(text, [schema])).rowCount, 1);
      });
    }));
}

test("leave other tables of their schema alone", () =>
  withTestSchema(async ({ connectionString, schema }) => {
    const text = `CREATE SCHEMA ${schema}; CREATE TABLE ${schema}.customer (a text)`;
    await execute(connectionString, text);
    await usePostgres(connectionString, schema);
    await execute(connectionString, `DROP TABLE ${schema}.customer`);
  }));
