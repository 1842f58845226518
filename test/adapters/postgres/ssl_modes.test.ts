/** The settings of a connection against a real server: what `sslmode` means there, and who logs in how. */
import assert from "node:assert/strict";
import { chmod, chown, copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import { loadPg } from "../../../adapters/postgres/connections/_load_pg.ts";
import { poolClients } from "../../../adapters/postgres/connections/_pool_clients.ts";
import type { PostgresOptions } from "../../../adapters/postgres/postgres_options.ts";
import { connectionSettings } from "../../../adapters/postgres/settings/_connection_settings.ts";
import { withPostgresClient } from "../../support/postgres/postgres_client.ts";
import { PostgresCluster } from "../../support/postgres/postgres_cluster.ts";
import { serverUser } from "../../support/postgres/postgres_programs.ts";
import { noOwnCluster } from "../../support/postgres/test_postgres.ts";
import { suite } from "../../support/suite.ts";
import { withTempDir } from "../../support/temp_dir.ts";
import { testUnless } from "../../support/test_unless.ts";
import { CA, CLIENT, OTHER_CA, SERVER } from "../../support/tls/certificates.ts";
import { until } from "../../support/until.ts";

const test = testUnless(suite("a connection to PostgreSQL"), noOwnCluster());

/** `pg_hba.conf`: a role for each way in. */
const RULES = `
hostssl   all tls_role   127.0.0.1/32 trust
hostnossl all plain_role 127.0.0.1/32 trust
hostssl   all cert_role  127.0.0.1/32 cert
host      all scram_role 127.0.0.1/32 scram-sha-256
host      all md5_role   127.0.0.1/32 md5
host      all postgres   127.0.0.1/32 trust
`;
/** Sets up the roles. */
const ROLES = `
CREATE ROLE tls_role LOGIN; CREATE ROLE plain_role LOGIN; CREATE ROLE cert_role LOGIN;
SET password_encryption = 'scram-sha-256'; CREATE ROLE scram_role LOGIN PASSWORD 'swordfish';
SET password_encryption = 'md5'; CREATE ROLE md5_role LOGIN PASSWORD 'swordfish';
`;

/** A server with these rules, whose TLS can be switched. */
interface Server {
  readonly port: string;
  setTls(on: boolean): Promise<void>;
}

let started: Promise<Server> | undefined;

/** The server of all tests of this file, with TLS. */
async function serverWithTls(): Promise<Server> {
  started ??= startServer();
  const server = await started;
  await server.setTls(true);
  return server;
}

async function startServer(): Promise<Server> {
  const { url } = await PostgresCluster.start();
  await withPostgresClient(url, async (client) => {
    await client.query(ROLES);
    const { rows } = await client.query("SHOW data_directory");
    await giveFiles(rows[0].data_directory);
    await client.query("ALTER SYSTEM SET ssl_ca_file = 'ca.crt'");
  });
  const setTls = async (on: boolean) => {
    await withPostgresClient(url, async (client) => {
      await client.query(`ALTER SYSTEM SET ssl = ${on ? "on" : "off"}`);
      await client.query("SELECT pg_reload_conf()");
    });
    // The server reads its settings some time later.
    await until(() =>
      withPostgresClient(url, async (client) => {
        const { rows } = await client.query("SHOW ssl");
        return (rows[0].ssl === "on") === on;
      }),
    );
  };
  return { port: new URL(url).port, setTls };
}

/** Puts the server's files where it looks for them. */
async function giveFiles(data: string): Promise<void> {
  await writeFile(join(data, "pg_hba.conf"), RULES);
  const user = serverUser();
  for (const [name, from] of [
    ["server.crt", SERVER.cert],
    ["server.key", SERVER.key],
    ["ca.crt", CA],
  ] as const) {
    const path = join(data, name);
    await copyFile(from, path);
    // The server refuses a key that others may read.
    await chmod(path, 0o600);
    if (user !== undefined) await chown(path, user.uid, user.gid);
  }
}

/** Connects, and tells whether that was with TLS; or the error. Nothing of it shows a password. */
async function connect(options: PostgresOptions, environment = {}): Promise<string> {
  const settings = connectionSettings(options, { HOME: "/nowhere", ...environment });
  const { Pool, Client } = await loadPg();
  const pool = new Pool({ ...settings.pool, Client });
  try {
    const client = await poolClients(pool, settings.sslWays)();
    try {
      assert.doesNotMatch(inspect([settings, pool, client], { depth: 4 }), /swordfish|PRIVATE KEY/);
      const { rows } = await client.query(
        "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
      );
      return rows[0].ssl ? "tls" : "plain";
    } finally {
      client.release();
    }
  } catch (error) {
    assert.ok(error instanceof Error);
    assert.doesNotMatch(inspect(error, { depth: 3, showHidden: true }), /swordfish/);
    return error.message;
  } finally {
    await pool.end();
  }
}

/** Whether the server has TLS; host, role and parameters; and the connection, or the error. */
const CASES: readonly (readonly [tls: boolean, url: string, outcome: string | RegExp])[] = [
  [true, "127.0.0.1 postgres sslmode=disable", "plain"],
  [true, "127.0.0.1 postgres sslmode=allow", "plain"],
  [true, "127.0.0.1 postgres", "tls"],
  [true, "127.0.0.1 postgres sslmode=prefer", "tls"],
  [true, "127.0.0.1 postgres sslmode=require", "tls"],
  // The certificate is for localhost.
  [true, `127.0.0.1 postgres sslmode=require&sslrootcert=${CA}`, "tls"],
  [true, `127.0.0.1 postgres sslmode=require&sslrootcert=${OTHER_CA}`, /self-signed|unable to/],
  [true, `127.0.0.1 postgres sslmode=verify-ca&sslrootcert=${CA}`, "tls"],
  [true, `127.0.0.1 postgres sslmode=verify-ca&sslrootcert=${OTHER_CA}`, /self-signed|unable to/],
  [true, `127.0.0.1 postgres sslmode=verify-full&sslrootcert=${CA}`, /127\.0\.0\.1 is not in/],
  [true, `localhost postgres sslmode=verify-full&sslrootcert=${CA}`, "tls"],
  [true, `localhost postgres sslmode=verify-full&sslrootcert=${OTHER_CA}`, /self-signed|unable to/],
  [true, "127.0.0.1 tls_role sslmode=allow", "tls"],
  [true, "127.0.0.1 tls_role sslmode=disable", /no pg_hba.conf entry .*no encryption/],
  [true, "127.0.0.1 plain_role sslmode=prefer", "plain"],
  [true, "127.0.0.1 plain_role sslmode=require", /no pg_hba.conf entry .*SSL encryption/],
  [true, "127.0.0.1 cert_role sslmode=require", /requires a valid client certificate/],
  [true, `127.0.0.1 cert_role sslcert=${CLIENT.cert}&sslkey=${CLIENT.key}`, "tls"],
  [true, "127.0.0.1 scram_role password=swordfish", "tls"],
  [true, "127.0.0.1 scram_role password=swordfish%20", /password authentication failed/],
  [true, "127.0.0.1 md5_role password=swordfish&sslmode=disable", "plain"],
  [true, "127.0.0.1 md5_role", /asks for a password, and there is none; give it in 'PGPASSWORD'/],
  [false, "127.0.0.1 postgres", "plain"],
  [false, "127.0.0.1 postgres sslmode=allow", "plain"],
  [false, "127.0.0.1 postgres sslmode=require", "The server does not support SSL connections"],
  [false, "127.0.0.1 tls_role", /no pg_hba.conf entry .*no encryption/],
  [false, "127.0.0.1 tls_role sslmode=allow", /no pg_hba.conf entry .*no encryption/],
];

test("is secured as 'sslmode' says", async () => {
  const { port, setTls } = await serverWithTls();
  for (const hasTls of [true, false]) {
    await setTls(hasTls);
    for (const [tls, url, expected] of CASES) {
      if (tls !== hasTls) continue;
      const [host, role, parameters = ""] = url.split(" ");
      const connectionString = `postgres://${role}@${host}:${port}/postgres?${parameters}`;
      const outcome = await connect({ connectionString });
      if (typeof expected === "string") assert.equal(outcome, expected, url);
      else assert.match(outcome, expected, url);
    }
  }
});

test("takes the password from the environment, a file or a function, and options of tls.connect()", async () => {
  const { port } = await serverWithTls();
  const role = {
    host: "127.0.0.1",
    port: Number(port),
    user: "scram_role",
    database: "postgres",
  };
  assert.equal(await connect(role, { PGPASSWORD: "swordfish" }), "tls");
  assert.equal(await connect({ ...role, password: async () => "swordfish" }), "tls");
  await withTempDir(async (folder) => {
    const file = join(folder, "pgpass");
    await writeFile(file, `127.0.0.1:${port}:postgres:scram_role:swordfish\n`, { mode: 0o600 });
    assert.equal(await connect(role, { PGPASSFILE: file }), "tls");
  });
  const environment = { PGPASSWORD: "swordfish", PGSSLMODE: "disable" };
  assert.equal(await connect(role, environment), "plain");
  assert.equal(await connect({ ...role, ssl: { rejectUnauthorized: false } }, environment), "tls");
  assert.match(await connect({ ...role, ssl: true }, environment), /unable to|self-signed/);
  assert.equal(await connect({ ...role, ssl: false }, { PGPASSWORD: "swordfish" }), "plain");
});
