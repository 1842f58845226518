import { once } from "node:events";
import { chown, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openToEverybody } from "../as_nobody.ts";
import { withPostgresClient } from "../postgres/postgres_client.ts";
import { PostgresCluster } from "../postgres/postgres_cluster.ts";
import { serverUser } from "../postgres/postgres_programs.ts";
import { type ServerProcess, startServerProcess } from "../server_process.ts";
import { SOURCE_FLAGS } from "../transpiling/source_flags.ts";
import { FullClient } from "./full_client.ts";
import type { Report } from "./full_rounds.ts";
import type { SmallDisk } from "./small_disk.ts";

const MIB = 1_048_576;
/** Number of bytes of the disk that tables and indexes may keep after a refused upload. */
const KEPT_BYTES = 3 * MIB;
const TIDY_MS = 90_000;

/**
 * Fills the disk with the tables of a PostgreSQL in several ways, and reports how the server behaves. PostgreSQL's log is on another
 * disk: if that is full, PostgreSQL stops.
 */
export async function runFullPostgres(disk: SmallDisk, report: Report): Promise<void> {
  const cluster = await PostgresCluster.start();
  try {
    const url = await databaseOn(disk, cluster.url);
    const command = [process.execPath, ...SOURCE_FLAGS, "server/main.ts", "--port", "0"];
    const start = () => startServerProcess([...command, "--storage", url]);
    const server = await start();
    const client = new FullClient(server.url);
    let last = server;
    try {
      await uploadBeyond(disk, client, url, report);
      await disk.fill();
      await useFull(client, "on a disk that is full to the last byte", report);
      await kill(last);
      last = await start();
      client.url = last.url;
      await useFull(client, "after kill -9 of the server", report);
      // After a crash it would need room to start: it repeats what its log says.
      await cluster.stop("fast");
      await cluster.restart();
      await useFull(client, "after a restart of the database", report);
      await disk.empty();
      const statuses: number[] = [];
      for (let i = 0; i < 20; i++) statuses.push(await client.put(`again${i}`, 1_000));
      statuses.push(await client.put("large", 8 * MIB));
      for (const name of client.names.slice(0, 5)) statuses.push(await client.delete(name));
      report("room again: deletes, small and large writes", isOnly(statuses, 204), count(statuses));
      await reportReads(client, "reads at the end", report);
    } finally {
      await kill(last);
    }
  } finally {
    await cluster.end();
  }
}

/** Makes a database whose tables are on the small disk. Its catalogs are not: PostgreSQL needs room in their folder for new sessions. */
export async function databaseOn({ root }: SmallDisk, url: string): Promise<string> {
  const folder = join(root, "tables");
  await mkdir(folder);
  const user = serverUser();
  if (user !== undefined) await chown(folder, user.uid, user.gid);
  await openToEverybody(root);
  await withPostgresClient(url, async (admin) => {
    await admin.query(`CREATE TABLESPACE small LOCATION '${folder}'`);
    await admin.query("CREATE DATABASE small");
    await admin.query("ALTER DATABASE small SET default_tablespace = small");
  });
  const small = new URL(url);
  small.pathname = "/small";
  return small.href;
}

/** Uploads more than fits, while small values are written. */
async function uploadBeyond(
  disk: SmallDisk,
  client: FullClient,
  url: string,
  report: Report,
): Promise<void> {
  const before: number[] = [];
  for (let i = 0; i < 20; i++) before.push(await client.put(`kept${i}`, 1_000));
  before.push(await client.put("large", 8 * MIB));
  report("writes before", isOnly(before, 204), count(before));
  await disk.take(MIB);
  const free = await disk.free();
  let uploading = true;
  const beside = (async () => {
    const statuses: number[] = [];
    for (let i = 0; uploading; i++) {
      statuses.push(await client.put(`beside${i % 10}`, 500 + i));
      if (i % 10 === 9) statuses.push(await client.delete(`beside${(i - 5) % 10}`));
    }
    return statuses;
  })();
  const uploads = await Promise.all(["a", "b"].map((name) => client.put(name, free + 16 * MIB)));
  uploading = false;
  report("two uploads larger than the disk", isOnly(uploads, 507), count(uploads));
  const small = await beside;
  report("small writes and deletes beside them", isOnly(small, 204, 507), count(small));
  await reportReads(client, "reads after them", report);
  // VACUUM needs some pages for its maps.
  await disk.empty();
  const deadline = performance.now() + TIDY_MS;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await withPostgresClient(url, (admin) => admin.query("VACUUM"));
    const lost = free - (await disk.free());
    if (lost > KEPT_BYTES && performance.now() < deadline) continue;
    const figures = `${(free / MIB).toFixed(1)} MiB free before, ${(lost / MIB).toFixed(1)} less after`;
    report(
      "their room is free again after a VACUUM, for which 1 MiB was freed",
      lost <= KEPT_BYTES,
      figures,
    );
    return;
  }
}

/** Uses the server while the disk is completely full: values can be read, and all answers are true. */
async function useFull(client: FullClient, when: string, report: Report): Promise<void> {
  await reportReads(client, `reads ${when}`, report);
  const statuses: number[] = [];
  for (const name of client.names.slice(0, 5)) {
    statuses.push(await client.put(name, 900), await client.delete(name));
  }
  for (let i = 0; i < 200; i++) statuses.push(await client.put(`full${i}`, 10_000));
  const large = await client.put("too-large", 4 * MIB);
  const good = isOnly(statuses, 204, 507) && large === 507;
  report(`writes and deletes ${when}`, good, `${count(statuses)}; 4 MiB: ${large}`);
  await reportReads(client, `reads ${when}, after those`, report);
}

async function reportReads(client: FullClient, step: string, report: Report): Promise<void> {
  const wrong = await client.check();
  const figures = `${client.names.length} variables, ${wrong.length} wrong`;
  report(step, wrong.length === 0, `${figures} ${wrong.slice(0, 3).join("; ")}`);
}

async function kill({ process: child }: ServerProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, "close");
  child.kill("SIGKILL");
  await closed;
}

function isOnly(statuses: readonly number[], ...wanted: readonly number[]): boolean {
  return statuses.length > 0 && statuses.every((status) => wanted.includes(status));
}

function count(statuses: readonly number[]): string {
  const counts = new Map<number, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, times]) => `${times} x ${status}`).join(", ");
}
