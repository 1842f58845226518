import assert from "node:assert/strict";
import { suite } from "../suite.ts";
import { withPostgresClient } from "./postgres_client.ts";
import { type TestSchema, withTestSchema } from "./test_schema.ts";

const test = suite("withTestSchema");

/** Makes the schema with a table, and returns whether it was new. */
function fill({ connectionString, schema }: TestSchema): Promise<boolean> {
  return withPostgresClient(connectionString, async (client) => {
    const { rows } = await client.query("SELECT to_regnamespace($1) IS NULL AS new", [schema]);
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    await client.query(`CREATE TABLE ${schema}.variable (name text)`);
    return rows[0].new;
  });
}

async function isThere({ connectionString, schema }: TestSchema): Promise<boolean> {
  return withPostgresClient(connectionString, async (client) => {
    const { rows } = await client.query("SELECT to_regnamespace($1) AS found", [schema]);
    return rows[0].found !== null;
  });
}

test("gives each its own, and drops it", async () => {
  const places: TestSchema[] = [];
  for (let i = 0; i < 2; i++) {
    await withTestSchema(async (place) => {
      assert.ok(await fill(place));
      assert.ok(await isThere(place));
      places.push(place);
    });
  }
  const [first, second] = places;
  assert.ok(first !== undefined && second !== undefined && first.schema !== second.schema);
  assert.deepEqual([await isThere(first), await isThere(second)], [false, false]);
});

test("drops it after an error, too", async () => {
  let seen: TestSchema | undefined;
  const failed = withTestSchema(async (place) => {
    seen = place;
    await fill(place);
    throw new Error("wrong");
  });
  await assert.rejects(failed, /^Error: wrong$/);
  assert.ok(seen !== undefined);
  assert.equal(await isThere(seen), false);
});

test("needs no schema to have been made", () => withTestSchema(async () => {}));
