/**
 * `npm run test:large [MiB]`: sends large values to each durable storage, and prints by how much the server's resident memory
 * rose above its idle memory. The values are 2 GiB in a form, 200 MB in JSON, and a list of 1,000 variables of 1 MiB. The answers
 * are compared with what was sent.
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

/** Measures one scenario with a server of its own, since memory of an earlier scenario would hide that of a later one. */
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
