import assert from "node:assert/strict";
import { userInfo } from "node:os";
import { inspect } from "node:util";
import type { PostgresOptions } from "../../../../adapters/postgres/postgres_options.ts";
import { connectionSettings } from "../../../../adapters/postgres/settings/_connection_settings.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("connectionSettings()");

/** An environment in which there are no files of the user who runs the tests. */
const HOME = { HOME: "/nowhere" };

/** What is in the settings for `pg`, without the functions and the contexts of TLS. */
function poolOf(options: PostgresOptions, environment = {}) {
  const {
    password: _,
    ssl: __,
    ...rest
  } = connectionSettings(options, { ...HOME, ...environment }).pool;
  return rest;
}

function passwordOf(options: PostgresOptions, environment = {}): Promise<string> {
  const { password } = connectionSettings(options, { ...HOME, ...environment }).pool;
  assert.ok(typeof password === "function");
  return Promise.resolve(password());
}

const DEFAULTS = {
  host: "localhost",
  port: 5432,
  application_name: "varpost",
  max: 10,
  connectionTimeoutMillis: 10_000,
  keepAlive: true,
};

test("has defaults for everything", () => {
  const user = userInfo().username;
  assert.deepEqual(poolOf({}), { ...DEFAULTS, user, database: user });
  const { schema, prepare, place, sslWays } = connectionSettings({}, HOME);
  assert.deepEqual([schema, prepare], ["varpost", true]);
  assert.equal(place, `postgres://${user}@localhost:5432/${user}`);
  assert.equal(sslWays.length, 2);
});

test("takes options, a URL and the environment, in this order", () => {
  const environment = {
    PGHOST: "eh",
    PGPORT: "1",
    PGUSER: "eu",
    PGDATABASE: "ed",
    PGAPPNAME: "ea",
    PGCONNECT_TIMEOUT: "3",
  };
  const all = { ...DEFAULTS, application_name: "ea", connectionTimeoutMillis: 3_000 };
  const given = { ...all, host: "eh", port: 1, user: "eu", database: "ed" };
  assert.deepEqual(poolOf({}, environment), given);
  const connectionString = "postgres://u@h:2?connections=3&connect_timeout=4&application_name=a";
  const ofUrl = { host: "h", port: 2, user: "u", application_name: "a", max: 3 };
  assert.deepEqual(poolOf({ connectionString }, environment), {
    ...given,
    ...ofUrl,
    connectionTimeoutMillis: 4_000,
  });
  assert.deepEqual(
    poolOf(
      { host: "o", port: 9, user: "x", database: "y", connections: 4, applicationName: "z" },
      environment,
    ),
    { ...given, host: "o", port: 9, user: "x", database: "y", max: 4, application_name: "z" },
  );
  assert.equal(poolOf({ connectionString: "postgres://u@h" }).database, "u");
  assert.equal(poolOf({}, { PGHOST: "" }).host, "localhost");
});

test("takes schema and prepare from the URL and from options", () => {
  const of = (options: PostgresOptions) => {
    const { schema, prepare } = connectionSettings(options, HOME);
    return [schema, prepare];
  };
  const connectionString = 'postgres://h/d?schema=a"b&prepare=false';
  assert.deepEqual(of({ connectionString }), ['a"b', false]);
  assert.deepEqual(of({ schema: "PG_x", prepare: true }), ["PG_x", true]);
  assert.deepEqual(of({ schema: "ä".repeat(31) }), ["ä".repeat(31), true]);
});

test("uses no TLS over a Unix socket, whose place it can tell", () => {
  const connectionString = "postgres://me@/db?host=/run/x&sslmode=require";
  const { pool, sslWays, place } = connectionSettings({ connectionString }, HOME);
  assert.deepEqual([pool.ssl, sslWays, pool.host], [false, [false], "/run/x"]);
  assert.equal(place, "postgres://me@%2Frun%2Fx:5432/db");
});

test("takes options of tls.connect(), true and false in place of sslmode", () => {
  const environment = { ...HOME, PGSSLMODE: "verify-full" };
  const of = (ssl: PostgresOptions["ssl"]) => connectionSettings({ ssl }, environment).sslWays;
  assert.deepEqual(of(false), [false]);
  assert.deepEqual(of(true), [{}]);
  const [way] = of({ servername: "x", passphrase: "secret" });
  assert.ok(way !== false && way.servername === "x");
  assert.ok(!inspect(way, { depth: 9, showHidden: true }).includes("secret"));
});

test("hides the password, and gives it when it is asked for", async () => {
  const connectionString = "postgres://u:s%65cret@h/db";
  assert.ok(
    !inspect(connectionSettings({ connectionString }, HOME), { depth: 9 }).includes("secret"),
  );
  assert.equal(await passwordOf({ connectionString }, { PGPASSWORD: "other" }), "secret");
  assert.equal(await passwordOf({ password: "secret" }, { PGPASSWORD: "other" }), "secret");
  assert.equal(await passwordOf({}, { PGPASSWORD: "secret" }), "secret");
  let calls = 0;
  const password = async () => `secret ${++calls}`;
  const { pool } = connectionSettings({ connectionString: "postgres://u@h", password }, HOME);
  assert.ok(typeof pool.password === "function");
  assert.deepEqual([await pool.password(), await pool.password()], ["secret 1", "secret 2"]);
});

test("says where a password may be given if there is none", async () => {
  await assert.rejects(passwordOf({ user: "u" }), {
    code: "io",
    message:
      "Cannot log in to 'postgres://u@localhost:5432/u': the server asks for a password, and there is none; give it in 'PGPASSWORD' or in the password file '/nowhere/.pgpass'",
  });
  await assert.rejects(passwordOf({ password: () => "a\0secret" }), (error) => {
    assert.ok(error instanceof Error);
    return /not a string without U\+0000$/.test(error.message) && !error.message.includes("secret");
  });
});

test("hands everything to pg, so that it reads no environment", () => {
  const { pool } = connectionSettings({}, HOME);
  for (const value of [pool.host, pool.port, pool.user, pool.database, pool.password])
    assert.ok(value);
  assert.equal(pool.connectionString, undefined);
  assert.notEqual(pool.ssl, undefined);
});

const REFUSED: readonly (readonly [options: PostgresOptions, problem: RegExp])[] = [
  [{ connectionString: "" }, /'connectionString' is empty; pass a string$/],
  [
    { connectionString: "postgres://u:a@h", password: "b" },
    /'password' is given, and 'password' in the URL/,
  ],
  [
    { connectionString: "postgres://h", host: "g" },
    /'host' is given, and 'host' in the URL; give one/,
  ],
  [
    { connectionString: "postgres:///d", database: "g" },
    /'database' is given, and 'dbname' in the URL/,
  ],
  [
    { connectionString: "postgres://h?sslmode=require", ssl: true },
    /'ssl' is given, and 'sslmode' in/,
  ],
  [{ connectionString: "postgres://h:0" }, /'port' is '0'; give a whole number from 1 to 65535$/],
  [{ port: 1.5 }, /'port' is '1.5'; give a whole number/],
  [{ connections: 2 }, /'connections' is '2'; give a whole number from 3 to 10000$/],
  [{ connectionString: "postgres://h?prepare=no" }, /'prepare' is 'no'; give true or false$/],
  [
    { connectionString: "postgres://h?connect_timeout=0" },
    /'connect_timeout' is '0'; give a whole/,
  ],
  [{ user: "a\0database" }, /'user' has U\+0000 in it$/],
  [{ connectionString: "postgres://h/a%00b" }, /'dbname' has U\+0000 in it$/],
  [{ schema: "" }, /'schema' is empty/],
  [{ schema: "a\0" }, /'schema' has U\+0000 in it$/],
  [{ schema: "ä".repeat(32) }, /a name has at most 63 bytes of UTF-8$/],
  [{ schema: "\ud800" }, /a name has at most 63 bytes of UTF-8$/],
  [{ schema: "pg_varpost" }, /this name belongs to PostgreSQL$/],
  [{ schema: "information_schema" }, /this name belongs to PostgreSQL$/],
  [{ ssl: { key: "no key" } }, /certificates or the key of 'ssl' cannot be used/],
];

for (const [options, problem] of REFUSED) {
  test(`refuses ${JSON.stringify(options)}`, () =>
    assert.throws(
      () => connectionSettings(options, HOME),
      (error) => error instanceof TypeError && problem.test(error.message),
    ));
}

/** Options of a program without types. */
const UNTYPED = [
  '{"hots":"h"}',
  '{"host":1}',
  '{"port":"1"}',
  '{"prepare":"false"}',
  '{"password":1}',
  '{"ssl":"require"}',
  "null",
];

for (const options of UNTYPED) {
  test(`refuses the options ${options}`, () => {
    assert.throws(() => connectionSettings(JSON.parse(options), HOME), TypeError);
  });
}

test("refuses variables that would change the connection in ways there are not", () => {
  for (const variable of ["PGSERVICE", "PGHOSTADDR", "PGREQUIREAUTH", "PGSSLCRL"]) {
    assert.throws(() => connectionSettings({}, { ...HOME, [variable]: "x" }), {
      message: `Cannot connect to PostgreSQL: there is nothing here for the environment variable '${variable}'; unset it`,
    });
  }
  assert.throws(() => connectionSettings({}, { ...HOME, PGCHANNELBINDING: "require" }), TypeError);
  connectionSettings({}, { ...HOME, PGCHANNELBINDING: "prefer", PGSERVICE: "" });
  const direct = { ...HOME, PGSSLNEGOTIATION: "direct" };
  assert.throws(() => connectionSettings({}, direct), { message: /needs 'sslmode' to be require/ });
  connectionSettings({}, { ...direct, PGSSLMODE: "require" });
});
