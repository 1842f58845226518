import assert from "node:assert/strict";
import pg from "pg";
import { suite } from "../suite.ts";
import { testUnless } from "../test_unless.ts";
import { noPgbouncer, withPgbouncer } from "./pgbouncer.ts";
import { withPostgresClient } from "./postgres_client.ts";
import { testPostgres } from "./test_postgres.ts";

const test = testUnless(suite("withPgbouncer"), noPgbouncer());

test("lets clients share a connection to the server, a transaction at a time", async () => {
  const run = (url: string) =>
    withPostgresClient(url, (first) =>
      withPostgresClient(url, async (second) => {
        const sessions: number[] = [];
        for (const client of [first, second, first]) {
          const { rows } = await client.query("SELECT pg_backend_pid() AS pid");
          sessions.push(rows[0].pid);
        }
        assert.equal(new Set(sessions).size, 1);
      }),
    );
  await withPgbouncer(await testPostgres(), run, { default_pool_size: 1 });
});

test("refuses parameters that clients set for their session at the start", async () => {
  await withPgbouncer(await testPostgres(), async (connectionString) => {
    const client = new pg.Client({ connectionString, options: "-c work_mem=1MB" });
    client.on("error", () => {});
    await assert.rejects(client.connect(), { code: "08P01" });
  });
});

test("says why it does not start", async () => {
  const run = withPgbouncer("postgres://a@127.0.0.1:1/b", async () => {}, { pool_mode: "none" });
  await assert.rejects(run, /Cannot start PgBouncer: .*pool_mode/s);
});
