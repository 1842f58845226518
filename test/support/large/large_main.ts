/**
 * `npm run test:large [MiB]`: moves what is large, on each durable storage, and prints how far the server's resident memory
 * rose above idle: a value of 2 GiB by a form, one of 200 MB in JSON, and a list of 1,000 variables of 1 MiB. What comes back is
 * compared with what was sent.
 */
import { join } from "node:path";
import { startServerProcess } from "../server_process.ts";
import { withTempDir } from "../temp_dir.ts";
import { watchMemory } from "./resident_memory.ts";
import { type Scenario, scenarios } from "./scenarios.ts";

const MIB = 1_048_576;
const ALLOWED_RISE = 64 * MIB;
const size = Number(process.argv[2] ?? 2_048) * MIB;

for (const [name, location] of [
  ["filesystem", (directory: string) => `filesystem:${join(directory, "store")}`],
  ["sqlite", (directory: string) => `sqlite:${join(directory, "varpost.db")}`],
] as const) {
  for (const scenario of scenarios(size)) {
    await withTempDir((directory) => measure(name, location(directory), scenario));
  }
}

/** In a process of its own each: resident memory that one scenario took would hide what the next takes. */
async function measure(name: string, storage: string, scenario: Scenario): Promise<void> {
  const options = ["--port", "0", "--max-value-bytes", "Infinity", "--storage", storage];
  const server = await startServerProcess([
    process.execPath,
    ...["--import", "tsx", "server/main.ts"],
    ...options,
  ]);
  try {
    const memory = await watchMemory(server.process.pid ?? 0);
    await scenario.run(server.url);
    const rise = (await memory.stop()) - memory.idle;
    const good = rise <= ALLOWED_RISE;
    console.log(
      `${name}: ${scenario.name}: all the same, peak ${(rise / MIB).toFixed(1)} MiB above idle ` +
        `(${(memory.idle / MIB).toFixed(1)} MiB): ${good ? "ok" : "FAILED"}`,
    );
    if (!good) process.exitCode = 1;
  } finally {
    await server.stop();
  }
}
