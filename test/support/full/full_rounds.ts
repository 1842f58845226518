import { once } from "node:events";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { type ServerProcess, startServerProcess } from "../server_process.ts";
import { SOURCE_FLAGS } from "../transpiling/source_flags.ts";
import { FullClient } from "./full_client.ts";
import type { SmallDisk } from "./small_disk.ts";

const KIB = 1_024;
const MIB = 1_048_576;
/** Number of bytes of the disk that rows, logs and folders may keep after a refused upload. */
const KEPT_BYTES = 3 * MIB;
const TIDY_MS = 60_000;
const LARGE_BYTES = 8 * MIB;
/** Number of bytes of the disk that another program takes, and gives back in the end. */
const FOREIGN_BYTES = 12 * MIB;

/** Reports the result of one step. */
export type Report = (step: string, good: boolean, figures: string) => void;

/** Starts the server of a store. */
export type Start = () => Promise<ServerProcess>;

/** Makes a function that starts the server of a storage, with a store in a folder. */
export function starter(kind: string, root: string, prefix: readonly string[] = []): Start {
  const store =
    kind === "sqlite" ? `sqlite:${join(root, "v.db")}` : `filesystem:${join(root, "v")}`;
  const command = [process.execPath, ...SOURCE_FLAGS, "server/main.ts", "--port", "0"];
  return () => startServerProcess([...prefix, ...command, "--storage", store]);
}

/** Fills a small disk in several ways, and reports how the server behaves. */
export async function runFullRounds(disk: SmallDisk, start: Start, report: Report): Promise<void> {
  let server = await start();
  const client = new FullClient(server.url);
  try {
    await uploadBeyond(disk, client, report);
    await fillBySmall(disk, client, report);
    await replaceSmall(client, report);
    await disk.fill();
    await useFull(disk, client, "on a disk that is full to the last byte", report);
    for (const signal of ["SIGTERM", "SIGKILL"] as const) {
      await end(server, signal);
      server = await start();
      client.url = server.url;
      await useFull(disk, client, `opened again after ${signal}`, report);
    }
    await disk.empty();
    await useFree(disk, client, report);
  } finally {
    await end(server, "SIGKILL");
  }
}

/** Uploads more than fits, while small values are written. */
export async function uploadBeyond(
  disk: Pick<SmallDisk, "root" | "free">,
  client: FullClient,
  report: Report,
  size?: number,
): Promise<void> {
  const before: number[] = [];
  for (let i = 0; i < 20; i++) before.push(await client.put(`kept${i}`, 1_000));
  before.push(await client.put("large", LARGE_BYTES));
  report("writes before", isOnly(before, 204), count(before));
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
  const uploads = await Promise.all(
    ["a", "b"].map((name) => client.put(`beyond-${name}`, size ?? free + 16 * MIB)),
  );
  uploading = false;
  report("two uploads larger than the disk", isOnly(uploads, 507), count(uploads));
  const small = await beside;
  report("small writes and deletes beside them", isOnly(small, 204), count(small));
  const after: number[] = [];
  for (let i = 0; i < 20; i++) after.push(await client.put(`after${i}`, 1_000));
  for (let i = 0; i < 10; i++) after.push(await client.delete(`after${i}`));
  report("small writes and deletes at once after them", isOnly(after, 204), count(after));
  const deadline = performance.now() + TIDY_MS;
  while (free - (await disk.free()) > KEPT_BYTES && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const lost = free - (await disk.free());
  report(
    "their room is free again",
    lost <= KEPT_BYTES,
    `${mib(free)} free before, ${mib(free - lost)} after; files: ${await files(disk.root)}`,
  );
  await reportReads(client, "reads after them", report);
}

/** Takes all room with values of 64 KiB, then deletes some of them. */
async function fillBySmall(disk: SmallDisk, client: FullClient, report: Report): Promise<void> {
  await disk.take(FOREIGN_BYTES);
  let written = 0;
  let status = 204;
  while (status === 204) status = await client.put(`fill${written++}`, 60_000);
  const free = mib(await disk.free());
  report(
    "small writes until there is no room",
    status === 507,
    `${written}, ${status}, ${free} free`,
  );
  const deleted: number[] = [];
  for (let i = 0; i < 20; i++) deleted.push(await client.delete(`fill${i}`));
  report("deletes then", isOnly(deleted, 204), count(deleted));
  await reportReads(client, "reads then", report);
}

/** Deletes small values here and there in a full store, and writes others in their room. */
async function replaceSmall(client: FullClient, report: Report): Promise<void> {
  const names = client.names.filter((each) => each.startsWith("fill"));
  const deleted: number[] = [];
  for (let i = 0; i < names.length; i += 4) deleted.push(await client.delete(names[i] ?? ""));
  report("deletes of every fourth", isOnly(deleted, 204), count(deleted));
  const wanted = Math.floor(deleted.length / 2);
  const started = performance.now();
  let written = 0;
  while (written < wanted && performance.now() - started < TIDY_MS) {
    const status = await client.put(`new${written}`, 60_000);
    if (status === 204) written++;
    else await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  report("half as many fit again", written === wanted, `${written} x 204 after ${seconds} s`);
  await reportReads(client, "reads after that", report);
}

/** Uses the server while the disk is completely full: values can be read, and all answers are true. */
async function useFull(
  disk: SmallDisk,
  client: FullClient,
  when: string,
  report: Report,
): Promise<void> {
  await reportReads(client, `reads ${when}`, report);
  const statuses: number[] = [];
  for (const name of client.names.filter((each) => /^(fill|kept)/.test(each)).slice(0, 3)) {
    statuses.push(await client.put(name, 900));
    statuses.push(await client.delete(name));
  }
  const large = await client.put("too-large", 4 * MIB);
  const good = statuses.every((status) => status === 204 || status === 507) && large === 507;
  report(`writes and deletes ${when}`, good, `${count(statuses)}; 4 MiB: ${large}`);
  await reportReads(client, `reads ${when}, after those`, report);
  await disk.fill();
}

/** Uses the server after there is room again: everything works again by itself. */
async function useFree(disk: SmallDisk, client: FullClient, report: Report): Promise<void> {
  const small: number[] = [];
  for (const name of client.names.filter((each) => /^fill/.test(each))) {
    small.push(await client.delete(name));
  }
  for (let i = 0; i < 20; i++) small.push(await client.put(`again${i}`, 1_000));
  small.push(await client.delete("large"), await client.put("large", LARGE_BYTES));
  report("room again: deletes, small and large writes", isOnly(small, 204), count(small));
  await reportReads(client, "reads at the end", report);
  const free = mib(await disk.free());
  report("what is left in the end", true, `${free} free; files: ${await files(disk.root)}`);
}

async function reportReads(client: FullClient, step: string, report: Report): Promise<void> {
  const wrong = await client.check();
  report(
    step,
    wrong.length === 0,
    `${client.names.length} variables, ${wrong.length} wrong ${wrong.slice(0, 3).join("; ")}`,
  );
}

async function end({ process: child }: ServerProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, "close");
  child.kill(signal);
  await closed;
}

/** Describes the largest files below a folder. */
async function files(root: string): Promise<string> {
  const found: { name: string; size: number }[] = [];
  for (const name of await readdir(root, { recursive: true })) {
    const stats = await stat(join(root, name)).catch(() => undefined);
    if (stats?.isFile() === true) found.push({ name, size: stats.size });
  }
  found.sort((a, b) => b.size - a.size);
  return found
    .slice(0, 3)
    .map(({ name, size }) => `${name.split("/").at(-1)} ${Math.ceil(size / KIB)} KiB`)
    .join(", ");
}

function isOnly(statuses: readonly number[], wanted: number): boolean {
  return statuses.length > 0 && statuses.every((status) => status === wanted);
}

function count(statuses: readonly number[]): string {
  const counts = new Map<number, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, times]) => `${times} x ${status}`).join(", ");
}

function mib(bytes: number): string {
  return `${(bytes / MIB).toFixed(1)} MiB`;
}
