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

/** What an administrator may have set for all who connect. */
const SETTINGS = [
  "bytea_output = escape",
  "datestyle = 'SQL, DMY'",
  "intervalstyle = sql_standard",
  "timezone = 'Asia/Kathmandu'",
  "search_path = ''",
  "client_encoding = latin1",
  "client_min_messages = error",
  "extra_float_digits = -15",
  "array_nulls = off",
  "quote_all_identifiers = on",
  "row_security = off",
  "plan_cache_mode = force_generic_plan",
  "work_mem = 64",
  "lock_timeout = 1",
  "idle_in_transaction_session_timeout = 1",
];

test("stores and reads the same with all that may be set", () =>
  withDatabase(
    SETTINGS.map((setting) => `SET ${setting}`),
    (url) => writeAndRead(url),
  ));

test("takes the longest names, and any bytes", () =>
  withDatabase(["SET bytea_output = escape"], async (url) => {
    const storage = await PostgresStorage.open({ connectionString: url });
    const content = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const [instanceId, name, other] = [long(1), long(2), long(3)];
    const valueInfo = { filename: "\0\ud800 \\" };
    const type = "\0 \\ {NULL}";
    await storage.apply(instanceId, [
      { op: "put", name, type, valueInfo, content },
      { op: "put", name: other, type, valueInfo, content: null },
    ]);
    const record = await storage.stat(instanceId, name);
    assert.deepEqual([record?.type, record?.valueInfo], [type, valueInfo]);
    assert.deepEqual(record?.inline, content);
    await storage.apply(instanceId, [{ op: "delete", name: other }]);
    const names = (await storage.list(instanceId)).map((variable) => variable.name);
    assert.deepEqual(names, [name]);
    await storage.close();
  }));

/** A name of 255 characters of four bytes each, in which nothing repeats, so that it cannot be compressed. */
function long(seed: number): string {
  let state = seed;
  return Array.from({ length: 255 }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCodePoint(0x10000 + (state % 0xf0000));
  }).join("");
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
