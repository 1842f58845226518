import assert from "node:assert/strict";
import { suite } from "../suite.ts";
import { withPostgresClient } from "./postgres_client.ts";
import { postgresLeaks, postgresLeftovers } from "./postgres_leftovers.ts";
import { withTestSchema } from "./test_schema.ts";

const test = suite("postgresLeftovers");

/** Contents: 1 is that of a variable, 2 waits to be swept, a leak is 3, and 4 is not there yet. */
const TABLES = `
  CREATE TABLE variable (name text, content bigint);
  CREATE TABLE chunk (content bigint, index integer);
  CREATE TABLE orphan (content bigint, keep_until timestamptz);
  INSERT INTO variable VALUES ('large', 1), ('inline', NULL);
  INSERT INTO chunk VALUES (1, 0), (1, 1), (2, 0), (3, 0), (3, 1);
  INSERT INTO orphan VALUES (2, now()), (4, now());`;

test("finds what nobody refers to, and tells leaks from what will be swept", () =>
  withTestSchema(async ({ connectionString, schema }) => {
    await withPostgresClient(connectionString, async (client) => {
      await client.query(`CREATE SCHEMA ${schema}; SET search_path = ${schema}; ${TABLES}`);
    });
    assert.deepEqual(await postgresLeaks(connectionString, schema), ["leak: 3"]);
    const all = await postgresLeftovers(connectionString, schema);
    assert.deepEqual(all, ["orphan: 2", "orphan: 4", "leak: 3"]);
  }));
