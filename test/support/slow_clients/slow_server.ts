import { type MemoryWatch, watchMemory } from "../large/resident_memory.ts";
import { startServerProcess } from "../server_process.ts";
import { SOURCE_FLAGS } from "../transpiling/source_flags.ts";
import { print } from "./report.ts";

/** What all rounds need. */
export interface SlowSettings {
  /** URL of the database. */
  readonly database: string;
  readonly clients: number;
  /** How long each slow client takes. */
  readonly seconds: number;
  /** Size of the values that are read, in bytes. */
  readonly readBytes: number;
  /** Size of the values that are uploaded, in bytes. */
  readonly uploadBytes: number;
}

const MIB = 1_048_576;
/** What the server may take for each slow client: a row of a content, and what waits in front of it. */
const ALLOWED_FOR_EACH = MIB;
/** What it may take for all else. */
const ALLOWED = 128 * MIB;

/** Gives `run` the URL of a server, and prints by how much its memory rose. */
export async function withSlowServer(
  { database, clients }: SlowSettings,
  run: (url: string) => Promise<void>,
): Promise<void> {
  const server = await startServerProcess([
    process.execPath,
    ...[...SOURCE_FLAGS, "server/main.ts", "--port", "0"],
    ...["--max-connections", String(clients + 100)],
    ...["--storage", `${database}?connections=10`],
  ]);
  // Its log, which has each fault.
  server.process.stderr?.pipe(process.stderr);
  try {
    const memory = await watchMemory(server.process.pid ?? 0);
    await run(server.url);
    await printMemory(memory, clients);
  } finally {
    await server.stop();
  }
}

async function printMemory(memory: MemoryWatch, clients: number): Promise<void> {
  const rise = (await memory.stop()) - memory.idle;
  const mib = (bytes: number) => `${(bytes / MIB).toFixed(0)} MiB`;
  print(
    `the server's memory: peak ${mib(rise)} above idle (${mib(memory.idle)})`,
    rise <= ALLOWED + clients * ALLOWED_FOR_EACH,
  );
}
