import assert from "node:assert/strict";
import { PostgresStorage } from "../../../../adapters/postgres.ts";
import {
  execute,
  type TestRole,
  withTestDatabase,
  withTestRole,
} from "../../../support/postgres/test_database.ts";
import { withTestSchema } from "../../../support/postgres/test_schema.ts";
import { usePostgres } from "../../../support/postgres/use_postgres.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("checkServer()");

async function expectRefusal(
  connectionString: string,
  message: RegExp,
  code = "io",
): Promise<string> {
  let text = "";
  await assert.rejects(PostgresStorage.open({ connectionString }), (error) => {
    assert.ok(error instanceof Error && "code" in error);
    assert.equal(error.code, code);
    assert.match(error.message, message);
    text = error.message;
    return true;
  });
  return text;
}

/** Gives `run` a role that owns a schema. */
function withOwner(
  run: (place: { url: string; schema: string; role: TestRole }) => Promise<void>,
): Promise<void> {
  return withTestSchema(({ connectionString: url, schema }) =>
    withTestRole(url, async (role) => {
      await execute(url, `CREATE SCHEMA ${schema} AUTHORIZATION ${role.sql}`);
      await run({ url, schema, role });
    }),
  );
}

for (const encoding of ["LATIN1", "SQL_ASCII"]) {
  test(`refuses a database of encoding ${encoding}, and says how to make another one`, () =>
    withTestDatabase(async (url) => {
      const text = await expectRefusal(url, new RegExp(`encoding is ${encoding}, not UTF8\\.`));
      const [, statement = ""] = /'(CREATE DATABASE … .*)'$/.exec(text) ?? [];
      const other = `${new URL(url).pathname.slice(1)}_2`;
      await execute(url, statement.replace("…", other));
      const place = new URL(url);
      place.pathname = other;
      await usePostgres(place.href, "varpost");
      await execute(url, `DROP DATABASE ${other} WITH (FORCE)`);
    }, `ENCODING ${encoding} LOCALE "C"`));
}

const OFF = /: 'synchronous_commit' is off, so a crash may lose acknowledged values\. Run '/;

/** Follows the advice of a message. */
async function setOn(url: string, role: TestRole, message: string): Promise<void> {
  const [, statement = ""] = /Run '(.*)' with/.exec(message) ?? [];
  const database = new URL(url).pathname.slice(1);
  await execute(role.url, statement.replace("…", role.sql).replace("…", database));
}

for (const where of ["ROLE", "ROLE IN DATABASE"]) {
  test(`refuses synchronous_commit = off of a ${where}, and says how to set it`, () =>
    withOwner(async ({ url, schema, role }) => {
      const database = new URL(url).pathname.slice(1);
      const place = where === "ROLE" ? role.sql : `${role.sql} IN DATABASE ${database}`;
      await execute(url, `ALTER ROLE ${place} SET synchronous_commit = off`);
      await setOn(url, role, await expectRefusal(role.url, OFF));
      await usePostgres(role.url, schema);
    }));
}

test("refuses synchronous_commit = off of a DATABASE, and says how to set it", () =>
  withTestDatabase((url) =>
    withTestRole(url, async (role) => {
      const database = new URL(url).pathname.slice(1);
      await execute(url, `ALTER DATABASE ${database} SET synchronous_commit = off`);
      await setOn(url, role, await expectRefusal(role.url, OFF));
      await execute(url, `CREATE SCHEMA varpost AUTHORIZATION ${role.sql}`);
      await usePostgres(role.url, "varpost");
    }),
  ));

test("refuses synchronous_commit = off of PGOPTIONS", () =>
  withOwner(async ({ role }) => {
    process.env["PGOPTIONS"] = "-c synchronous_commit=off";
    try {
      await expectRefusal(role.url, OFF);
    } finally {
      delete process.env["PGOPTIONS"];
    }
  }));

for (const value of ["local", "remote_write", "on", "remote_apply"]) {
  test(`takes synchronous_commit = ${value}`, () =>
    withOwner(async ({ url, schema, role }) => {
      await execute(url, `ALTER ROLE ${role.sql} SET synchronous_commit = ${value}`);
      const storage = await PostgresStorage.open({ connectionString: role.url, schema });
      await storage.close();
    }));
}

test("refuses each write while synchronous_commit is off that was set later", () =>
  withOwner(async ({ url, schema, role }) => {
    const storage = await PostgresStorage.open({ connectionString: role.url, schema });
    const put = { op: "put", name: "a", type: "Bytes", valueInfo: {}, content: null } as const;
    /** Sets it for new connections, and ends the others. */
    const set = (value: string) =>
      execute(
        url,
        `ALTER ROLE ${role.sql} SET synchronous_commit = ${value};
         SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${role.name.replaceAll("'", "''")}'`,
      );
    await storage.apply("i", [put]);
    await set("off");
    for (const write of [put, { op: "delete", name: "a" }, { op: "clear" }] as const) {
      await assert.rejects(storage.apply("i", [write]), { code: "io", message: OFF });
    }
    assert.equal((await storage.list("i")).length, 1);
    await set("on");
    await storage.apply("i", [{ op: "delete", name: "a" }]);
    assert.equal((await storage.list("i")).length, 0);
    await storage.close();
  }));

/** Has a role's statements find other facts about the server than there are. */
async function pretend(url: string, schema: string, role: TestRole, facts: string): Promise<void> {
  await execute(
    url,
    `${facts.replaceAll("FUNCTION ", `FUNCTION ${schema}.`)};
     ALTER ROLE ${role.sql} SET search_path = ${schema}, pg_catalog`,
  );
}

for (const [number, version] of [
  [130_023, "13.23"],
  [90_624, "9.6.24"],
] as const) {
  test(`refuses version ${version}`, () =>
    withOwner(async ({ url, schema, role }) => {
      const facts = `CREATE FUNCTION current_setting(text) RETURNS text LANGUAGE sql RETURN CASE $1
        WHEN 'server_version_num' THEN '${number}' WHEN 'server_version' THEN '${version}'
        ELSE pg_catalog.current_setting($1) END; GRANT USAGE ON SCHEMA ${schema} TO PUBLIC`;
      await pretend(url, schema, role, facts);
      await expectRefusal(
        role.url,
        new RegExp(`: it is version ${version}, and 14 is the oldest .*\\. Upgrade it$`),
      );
    }));
}

test("refuses a read-only replica as something that may change", () =>
  withOwner(async ({ url, schema, role }) => {
    const facts = "CREATE FUNCTION pg_is_in_recovery() RETURNS boolean LANGUAGE sql RETURN true";
    await pretend(url, schema, role, facts);
    await expectRefusal(role.url, /a read-only replica\. Name the primary$/, "unavailable");
  }));

test("refuses fsync = off", () =>
  withOwner(async ({ url, schema, role }) => {
    const facts = `CREATE FUNCTION current_setting(text) RETURNS text LANGUAGE sql RETURN
      CASE $1 WHEN 'fsync' THEN 'off' ELSE pg_catalog.current_setting($1) END;
      GRANT USAGE ON SCHEMA ${schema} TO PUBLIC`;
    await pretend(url, schema, role, facts);
    await expectRefusal(role.url, /: 'fsync' is off, so a crash may destroy all values\. Set it/);
  }));
