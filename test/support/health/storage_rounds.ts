import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { MemoryStorage } from "../../../adapters/memory.ts";
import { ProcessVariables } from "../../../core/mod.ts";
import { openStorage } from "../../../server/command_line/open_storage.ts";
import { startServer } from "../../../server/node/start_server.ts";
import { FullClient } from "../full/full_client.ts";
import { databaseOn } from "../full/full_postgres.ts";
import { starter } from "../full/full_rounds.ts";
import type { SmallDisk } from "../full/small_disk.ts";
import { PostgresCluster } from "../postgres/postgres_cluster.ts";
import { startServerProcess } from "../server_process.ts";
import { withTempDir } from "../temp_dir.ts";
import { SOURCE_FLAGS } from "../transpiling/source_flags.ts";
import { awaitProbes, type Report } from "./probes.ts";

const MAIN = [process.execPath, ...SOURCE_FLAGS, "server/main.ts", "--port", "0"];

/** Another program takes all room of the disk, and gives it back. Meanwhile nobody writes to the store. */
export async function runFullDisk(kind: string, disk: SmallDisk, report: Report): Promise<void> {
  const server = await starter(kind, disk.root)();
  try {
    await awaitProbes(server.url, "with room", [200, 200], report);
    await disk.fill();
    await awaitProbes(server.url, "no room on the disk", [503, 200], report);
    await disk.empty();
    await awaitProbes(server.url, "room again, and no write", [200, 200], report);
    const status = await new FullClient(server.url).put("a", 100_000);
    report("a write then", status === 204, String(status));
  } finally {
    await server.stop();
  }
}

/** The tables of PostgreSQL have no room, which the first write that needs some shows; then they have. */
export async function runFullPostgres(disk: SmallDisk, report: Report): Promise<void> {
  const cluster = await PostgresCluster.start();
  try {
    const storage = await databaseOn(disk, cluster.url);
    const server = await startServerProcess([...MAIN, "--storage", storage]);
    try {
      const client = new FullClient(server.url);
      await awaitProbes(server.url, "with room", [200, 200], report);
      await disk.fill();
      const status = await client.put("large", 4_000_000);
      report("a write without room", status === 507, String(status));
      await awaitProbes(server.url, "no room on the disk", [503, 200], report);
      await disk.empty();
      await awaitProbes(server.url, "room again, and no write", [200, 200], report);
    } finally {
      await server.stop();
    }
  } finally {
    await cluster.end();
  }
}

/** PostgreSQL is stopped, and started again. */
export async function runStoppedPostgres(report: Report): Promise<void> {
  const cluster = await PostgresCluster.start();
  try {
    const server = await startServerProcess([...MAIN, "--storage", cluster.url]);
    try {
      await awaitProbes(server.url, "with its database", [200, 200], report);
      for (const mode of ["fast", "kill"] as const) {
        await cluster.stop(mode);
        await awaitProbes(server.url, `database stopped (${mode})`, [503, 200], report);
        await cluster.restart();
        await awaitProbes(server.url, "database back, and no write", [200, 200], report);
      }
    } finally {
      await server.stop();
    }
  } finally {
    await cluster.end();
  }
}

/** The syncs of the server's process fail while it writes, by strace; then they succeed again, which is not enough. */
export function runFailedSync(kind: string, report: Report): Promise<void> {
  return withTempDir(async (directory) => {
    const start = starter(kind, directory);
    let server = await start();
    try {
      const client = new FullClient(server.url);
      await client.put("a", 1_000);
      await awaitProbes(server.url, "after a write", [200, 200], report);
      const tracer = spawn("strace", [
        ...["-f", "-qq", "-o", "/dev/null", "-p", String(server.process.pid)],
        ...["-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO"],
      ]);
      const ended = once(tracer, "close");
      let status = 204;
      while (status === 204) status = await client.put("b", 1_000);
      report("a write whose sync fails", status === 500, String(status));
      await awaitProbes(server.url, "a sync failed", [503, 503], report);
      tracer.kill("SIGINT");
      await ended;
      await awaitProbes(server.url, "syncs succeed again", [503, 503], report);
      await server.stop();
      server = await start();
      await awaitProbes(server.url, "started again", [200, 200], report);
    } finally {
      await server.stop();
    }
  });
}

/** The store is closed below a server. */
export function runClosed(kind: string, report: Report): Promise<void> {
  return withTempDir(async (directory) => {
    const log = () => {};
    const storage =
      kind === "memory"
        ? new MemoryStorage()
        : await openStorage(`${kind}:${join(directory, "store")}`, log, false);
    const variables = new ProcessVariables({ storage });
    await using server = await startServer({ variables, port: 0, log });
    await awaitProbes(server.url, "open", [200, 200], report);
    await storage.close();
    await awaitProbes(server.url, "closed", [503, 503], report);
  });
}
