import type { Table } from "../support/table.ts";
import { type Contender, oursNamed } from "./contenders.ts";
import { smallRequests, writeVariables } from "./load.ts";
import { uploadStatus } from "./transfer.ts";
import { type Running, withServers } from "./with_servers.ts";

const MIB = 2 ** 20;
const SIZES = [1, 4, 16, 64, 256, 600, 1024].map((size) => size * MIB);
const CONNECTIONS = 4;
const SETTLE_SECONDS = 2;

/** What a server did with one value of this size. */
export interface SizesResult {
  readonly contender: string;
  /** Bytes of the value. */
  readonly size: number;
  /** The most bytes of memory that its process held meanwhile, and those that it held before all values, if it is known. */
  readonly peak: number | undefined;
  readonly idle: number | undefined;
  readonly seconds: number;
  /** The answer: 204 if it took the value, 0 if it closed the connection instead. */
  readonly status: number;
}

/** Sends larger and larger values, until the server refuses one. */
export async function measureSizes(engines: readonly Contender[]): Promise<SizesResult[]> {
  const contenders: readonly Contender[] = [
    oursNamed("varpost, filesystem"),
    oursNamed("varpost, SQLite"),
    ...engines,
  ];
  const results: SizesResult[] = [];
  for (const contender of contenders) {
    results.push(...(await withServers([contender], ([running]) => untilRefused(running))));
  }
  return results;
}

async function untilRefused(running: Running | undefined): Promise<SizesResult[]> {
  if (running === undefined) return [];
  const { contender, server } = running;
  // The idle memory is measured after some requests, when the code is loaded.
  await writeVariables(server, "one", CONNECTIONS);
  for (const method of ["POST", "GET"] as const) {
    const load = { method, shape: "one", connections: CONNECTIONS } as const;
    await smallRequests(server, load, SETTLE_SECONDS);
  }
  const idle = server.memory?.residentBytes;
  const results: SizesResult[] = [];
  for (const size of SIZES) {
    server.memory?.resetPeak();
    const started = performance.now();
    const status = await uploadStatus(server, "large", size).catch(() => 0);
    const seconds = (performance.now() - started) / 1000;
    const peak = server.memory?.peakBytes;
    results.push({ contender: contender.name, size, peak, idle, seconds, status });
    if (status !== 204) break;
  }
  return results;
}

export function sizesTable(results: readonly SizesResult[]): Table {
  const contenders = [...new Set(results.map(({ contender }) => contender))];
  return {
    title: "Memory of the process at its peak, by the size of the value: MiB",
    note: "In parentheses MB/s, or the answer of the server that refused.",
    columns: ["", "idle", ...SIZES.map((size) => `${size / MIB} MiB`)],
    rows: contenders.map((name) => [
      name,
      mebibytes(results.find(({ contender }) => contender === name)?.idle),
      ...SIZES.map((size) =>
        cell(results.find((result) => result.contender === name && result.size === size)),
      ),
    ]),
  };
}

function cell(result: SizesResult | undefined): string {
  if (result === undefined) return "";
  const { size, peak, seconds, status } = result;
  const speed = (size / 1e6 / seconds).toFixed(0);
  return `${mebibytes(peak)} (${status === 204 ? speed : status || "closed"})`;
}

function mebibytes(bytes: number | undefined): string {
  return bytes === undefined ? "–" : (bytes / MIB).toFixed(0);
}
