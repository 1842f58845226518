/**
 * `npm run test:large [MiB] [STORAGE]`: sends large values to each durable storage, or to one, and prints by how much the server's
 * resident memory rose above its idle memory. The values are 2 GiB in a form, 200 MB in JSON, and a list of 1,000 variables of 1 MiB.
 * The answers are compared with what was sent.
 */
import { join } from "node:path";
import { withTestSchema } from "../postgres/test_schema.ts";
import { startServerProcess } from "../server_process.ts";
import { withTempDir } from "../temp_dir.ts";
import { SOURCE_FLAGS } from "../transpiling/source_flags.ts";
import { watchMemory } from "./resident_memory.ts";
import { type Scenario, scenarios } from "./scenarios.ts";

const MIB = 1_048_576;
const ALLOWED_RISE = 64 * MIB;
const [mebibytes = "2048", only = ""] = process.argv.slice(2);
const size = Number(mebibytes) * MIB;

const STORAGES: Readonly<
  Record<string, (run: (storage: string) => Promise<void>) => Promise<void>>
> = {
  filesystem: (run) => withTempDir((directory) => run(`filesystem:${join(directory, "store")}`)),
  sqlite: (run) => withTempDir((directory) => run(`sqlite:${join(directory, "varpost.db")}`)),
  postgres: (run) =>
    withTestSchema(({ connectionString, schema }) => {
      const url = new URL(connectionString);
      url.searchParams.set("schema", schema);
      return run(url.href);
    }),
};

for (const [name, withStorage] of Object.entries(STORAGES)) {
  if (!name.includes(only)) continue;
  for (const scenario of scenarios(size)) {
    await withStorage((storage) => measure(name, storage, scenario));
  }
}

/** Measures one scenario with a server of its own, since memory of an earlier scenario would hide that of a later one. */
async function measure(name: string, storage: string, scenario: Scenario): Promise<void> {
  const options = ["--port", "0", "--max-value-bytes", "Infinity", "--storage", storage];
  const server = await startServerProcess([
    process.execPath,
    ...[...SOURCE_FLAGS, "server/main.ts"],
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
