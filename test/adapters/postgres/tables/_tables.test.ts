import assert from "node:assert/strict";
import { literal, quoted, tablesOf } from "../../../../adapters/postgres/tables/_tables.ts";
import { withPostgresClient } from "../../../support/postgres/postgres_client.ts";
import { testPostgres } from "../../../support/postgres/test_postgres.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("names in SQL");

const NAMES = [
  "varpost",
  "Capitals and blanks",
  `"`,
  `a"b""c`,
  "it's",
  "back\\slash",
  "\\'",
  "$1 $$ %s ; --",
  "Köln 值 \u{1f600}",
  " ",
  "line\nbreak\ttab",
];

test("are quoted so that PostgreSQL reads the same names", async () => {
  await withPostgresClient(await testPostgres(), async (client) => {
    for (const standard of ["on", "off"]) {
      await client.query(`SET standard_conforming_strings = ${standard}`);
      for (const name of NAMES) {
        const text = `SELECT ${literal(name)} AS text, 1 AS ${quoted(name)}`;
        const { fields, rows } = await client.query(text);
        assert.equal(rows[0].text, name);
        assert.equal(fields[1]?.name, name);
      }
    }
  });
});

test("are qualified, so that no search_path is needed", () => {
  const { schemaName, schema, ...tables } = tablesOf('a"b');
  assert.deepEqual([schemaName, schema], ['a"b', '"a""b"']);
  for (const name of Object.values(tables)) assert.match(name, /^"a""b"\.[a-z_]+$/);
});
