import assert from "node:assert/strict";
import pg from "pg";
import { Connections } from "../../../../adapters/postgres/connections/_connections.ts";
import { testPostgres } from "../../../support/postgres/test_postgres.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("Connections, behind a pool that drops prepared statements");

test("reads on a new connection", async () => {
  const pool = new pg.Pool({ connectionString: await testPostgres(), max: 3 });
  const connect = () => pool.connect();
  const connections = new Connections({ pool, connect, prepare: true, timeoutMs: 20_000 });
  const statement = { text: "SELECT $1::integer", values: [7], name: "seven" };
  assert.deepEqual(await connections.read("read", statement), [[7]]);
  await connections.run("drop them", (client) => client.query("DEALLOCATE ALL"));
  assert.deepEqual(await connections.read("read", statement), [[7]]);
  await connections.close();
});
