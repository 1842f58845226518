import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type pg from "pg";
import { lockKeys } from "../../../../adapters/postgres/write/_instance_lock.ts";
import { PostgresStorage } from "../../../../adapters/postgres.ts";
import { withPostgresClient } from "../../../support/postgres/postgres_client.ts";
import { testPostgres } from "../../../support/postgres/test_postgres.ts";
import { suite } from "../../../support/suite.ts";
import { until } from "../../../support/until.ts";

const test = suite("PostgresStorage, in databases with other settings");

const LARGE = new Uint8Array(20_000).fill(1);
const SMALL = new Uint8Array(10).fill(2);

for (const setting of ["on", "off"]) {
  test(`takes any name for a schema, with standard_conforming_strings = ${setting}`, () =>
    withDatabase([`SET standard_conforming_strings = ${setting}`], async (url) => {
      for (const schema of [`it's "quoted"`, "back\\slash' --", "ä 😀"]) {
        await writeAndRead(url, schema);
      }
    }));
}

for (const level of ["repeatable read", "serializable"]) {
  const setting = `SET default_transaction_isolation = '${level}'`;

  test(`sees what was committed while it waited for a lock, with ${level} by default`, () =>
    withDatabase([setting], async (url, client) => {
      const storage = await PostgresStorage.open({ connectionString: url });
      const put = { op: "put", name: "a", type: "Bytes", valueInfo: {}, content: SMALL } as const;
      await storage.apply("i", [put]);
      await client.query("BEGIN");
      await client.query("SELECT pg_advisory_xact_lock($1)", [lockKeys("varpost")("i")]);
      const applied = storage.apply("i", [{ ...put, condition: { ifNoneMatch: "*" } }]);
      await waitsForLock(client);
      await client.query("DELETE FROM varpost.variable");
      await client.query("COMMIT");
      assert.equal((await applied).length, 1);
      await storage.close();
    }));

  test(`is opened by several processes at once, with ${level} by default`, () =>
    withDatabase([setting], async (url) => {
      const openings = Array.from({ length: 8 }, () =>
        PostgresStorage.open({ connectionString: url, connections: 3 }),
      );
      for (const opening of await Promise.allSettled(openings)) {
        assert.equal(opening.status, "fulfilled", String(Object(opening).reason));
        if (opening.status === "fulfilled") await opening.value.close();
      }
    }));
}

test("is published with all tables", () =>
  withDatabase([], async (url, client) => {
    await client.query("CREATE PUBLICATION everything FOR ALL TABLES");
    await writeAndRead(url);
  }));

function waitsForLock(client: pg.Client): Promise<void> {
  return until(async () => {
    const { rows } = await client.query(
      "SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted",
    );
    return rows.length > 0;
  });
}

/** Makes a database of its own, with settings for all who connect, and drops it afterwards. */
async function withDatabase(
  settings: readonly string[],
  run: (url: string, client: pg.Client) => Promise<void>,
): Promise<void> {
  const server = await testPostgres();
  const name = `varpost_test_${randomBytes(8).toString("hex")}`;
  const url = new URL(server);
  url.pathname = name;
  await withPostgresClient(server, async (client) => {
    await client.query(`CREATE DATABASE ${name} ENCODING UTF8 TEMPLATE template0`);
    try {
      for (const setting of settings) await client.query(`ALTER DATABASE ${name} ${setting}`);
      await withPostgresClient(url.href, (inside) => run(url.href, inside));
    } finally {
      await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
    }
  });
}

async function writeAndRead(connectionString: string, schema = "varpost"): Promise<void> {
  const storage = await PostgresStorage.open({ connectionString, schema });
  for (const content of [LARGE, SMALL, LARGE, null]) {
    await storage.apply("i", [{ op: "put", name: "a", type: "Bytes", valueInfo: {}, content }]);
    const variable = await storage.open("i", "a");
    const read: Uint8Array[] = [];
    for await (const piece of variable?.read() ?? []) read.push(piece);
    await variable?.close();
    assert.deepEqual(Buffer.concat(read), Buffer.from(content ?? []));
  }
  assert.equal((await storage.list("i")).length, 1);
  assert.deepEqual(await storage.instances(), ["i"]);
  await storage.apply("i", [{ op: "clear" }]);
  await storage.close();
}
