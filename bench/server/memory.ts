import type { Table } from "../support/table.ts";
import { oursNamed } from "./contenders.ts";
import { smallRequests } from "./load.ts";
import type { ServerProcess } from "./server_process.ts";
import { slowDownload, upload } from "./transfer.ts";
import { withServers } from "./with_servers.ts";

const LARGE_BYTES = 4 * 2 ** 30;
const UPLOADS = 200;
const UPLOAD_BYTES = 50_000_000;
const SLOW_READERS = 4;
const SETTLE_SECONDS = 1;

/** The most memory that a server held, in bytes above its idle memory. */
export interface MemoryResult {
  readonly contender: string;
  readonly oneUpload: number;
  readonly manyUploads: number;
}

/** Measures the storages whose memory must not depend on the sizes of values. */
export async function measureMemory(): Promise<MemoryResult[]> {
  const results: MemoryResult[] = [];
  for (const contender of ["varpost, filesystem", "varpost, SQLite"]) {
    const oneUpload = await aboveIdle(contender, (server) => upload(server, "large", LARGE_BYTES));
    const manyUploads = await aboveIdle(contender, uploadMany);
    results.push({ contender, oneUpload, manyUploads });
  }
  return results;
}

function aboveIdle(name: string, work: (server: ServerProcess) => Promise<void>): Promise<number> {
  return withServers([oursNamed(name)], async ([running]) => {
    if (running === undefined) return Number.NaN;
    const { server } = running;
    // The idle memory is measured after some requests, when the code is loaded.
    for (const method of ["POST", "GET"] as const) {
      await smallRequests(server, { method, shape: "one", connections: 4 }, SETTLE_SECONDS);
    }
    const { memory } = server;
    const idle = memory.residentBytes;
    memory.resetPeak();
    await work(server);
    return memory.peakBytes - idle;
  });
}

async function uploadMany(server: ServerProcess): Promise<void> {
  await upload(server, "read-slowly", UPLOAD_BYTES);
  const readers = Array.from({ length: SLOW_READERS }, () => slowDownload(server, "read-slowly"));
  try {
    await Promise.all(
      Array.from({ length: UPLOADS }, (_, at) => upload(server, `large${at}`, UPLOAD_BYTES)),
    );
  } finally {
    for (const reader of readers) reader.stop();
  }
}

export function memoryTable(results: readonly MemoryResult[]): Table {
  const cell = (bytes: number) => (bytes / 2 ** 20).toFixed(0);
  return {
    title: "Memory above idle, at its peak: MiB",
    columns: ["", "one upload of 4 GiB", "200 uploads of 50 MB, 4 slow readers"],
    rows: results.map(({ contender, oneUpload, manyUploads }) => [
      contender,
      cell(oneUpload),
      cell(manyUploads),
    ]),
  };
}
