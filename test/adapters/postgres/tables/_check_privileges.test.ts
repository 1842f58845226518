import assert from "node:assert/strict";
import { PostgresStorage } from "../../../../adapters/postgres.ts";
import { execute, type TestRole, withTestRole } from "../../../support/postgres/test_database.ts";
import { withTestSchema } from "../../../support/postgres/test_schema.ts";
import { usePostgres } from "../../../support/postgres/use_postgres.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("privileges of PostgresStorage");

const TABLES = ["variable", "chunk", "orphan", "lane"];

interface Place {
  /** The URL for a superuser. */
  readonly url: string;
  readonly schema: string;
  readonly role: TestRole;
}

/** Gives `run` a schema whose tables another role has made, and a role that may use them. */
function withGranted(run: (place: Place) => Promise<void>): Promise<void> {
  return withTestSchema(({ connectionString: url, schema }) =>
    withTestRole(url, async (role) => {
      await usePostgres(url, schema);
      await execute(
        url,
        `GRANT USAGE ON SCHEMA ${schema} TO ${role.sql}; GRANT SELECT ON ${schema}.format TO ${role.sql};
         ${TABLES.map((table) => `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.${table} TO ${role.sql}`).join("; ")}`,
      );
      await run({ url, schema, role });
    }),
  );
}

/** Takes something from the role, and expects that the error names what gives it back, and that this helps. */
async function expectHelp({ url, schema, role }: Place, revoked: string): Promise<void> {
  await execute(url, revoked);
  const opening = PostgresStorage.open({ connectionString: role.url, schema });
  let message = "";
  await assert.rejects(opening, (error) => {
    assert.ok(error instanceof Error && "code" in error && error.code === "io");
    message = error.message;
    return true;
  });
  const [, what, grants = ""] =
    /^Cannot use schema '.*': the role '(.*)' lacks privileges\. Let the owner of the schema run '(.*)'$/.exec(
      message,
    ) ?? [];
  assert.ok(what !== undefined, message);
  await execute(url, grants);
  const storage = await PostgresStorage.open({ connectionString: role.url, schema });
  await storage.close();
}

for (const table of TABLES) {
  test(`are checked for the table ${table}, one by one`, () =>
    withGranted(async (place) => {
      for (const privilege of ["SELECT", "INSERT", "UPDATE", "DELETE"]) {
        const from = `ON ${place.schema}.${table} FROM ${place.role.sql}`;
        await expectHelp(place, `REVOKE ${privilege} ${from}`);
      }
    }));
}

test("are checked for the schema and the table of the format", () =>
  withGranted(async (place) => {
    const { schema, role } = place;
    await expectHelp(place, `REVOKE USAGE ON SCHEMA ${schema} FROM ${role.sql}`);
    await expectHelp(place, `REVOKE SELECT ON ${schema}.format FROM ${role.sql}`);
  }));

test("are all named at once", () =>
  withGranted(async (place) => {
    const { schema, role } = place;
    await expectHelp(
      place,
      `REVOKE ALL ON ALL TABLES IN SCHEMA ${schema} FROM ${role.sql}; REVOKE ALL ON SCHEMA ${schema} FROM ${role.sql}`,
    );
    await usePostgres(role.url, schema);
  }));
