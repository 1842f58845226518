/**
 * Fills one store step by step. At each step it opens the store again, sets and reads random variables, and serves the store
 * until it is told to go on. Each store has a process of its own, so that no store is slowed down by the memory of others.
 *
 * growth_main.ts STORAGE one|many PATH|URL
 */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { FilesystemStorage } from "../../dist/adapters/filesystem.js";
import { MemoryStorage } from "../../dist/adapters/memory.js";
import { PostgresStorage } from "../../dist/adapters/postgres.js";
import { SqliteStorage } from "../../dist/adapters/sqlite.js";
import { type Change, ProcessVariables, type VariableStorage } from "../../dist/core/mod.js";
import { startServer } from "../../dist/server/mod.js";
import { ChunkSource } from "../parser/chunk_source.ts";
import { CONTENT_TYPE, SMALL_FORM } from "./form.ts";
import { instanceOf, nameOf, randomVariable, type Shape } from "./growth_names.ts";
import type { GrowthStep } from "./growth_result.ts";
import { settle } from "./postgres/database.ts";

const COUNTS = [1_000, 100_000, 1_000_000];
/** While the store is filled: the number of variables in one apply, and of applies at the same time. */
const BATCH = 100;
const FILL_AT_ONCE = 32;
const WORKERS = 32;
const WARM_UP_MS = 500;
const MEASURE_MS = 1_000;

const VALUE = randomBytes(1024);

const [kind = "", given = "", place = ""] = process.argv.slice(2);
const shape: Shape = given === "many" ? "many" : "one";
const memory = new MemoryStorage();

let stored = 0;
for (const count of COUNTS) {
  const filling = await openStorage();
  await fill(filling, stored, count);
  await closeStorage(filling);
  if (kind === "PostgreSQL") await settle(place);
  stored = count;
  await serveStep(count);
}
process.disconnect();

async function openStorage(): Promise<VariableStorage> {
  if (kind === "filesystem") return await FilesystemStorage.open(place);
  if (kind === "PostgreSQL") return await PostgresStorage.open({ connectionString: place });
  return kind === "SQLite" ? await SqliteStorage.open(place) : memory;
}

/** Closes a storage, unless it is in memory, where closing would lose the variables. */
async function closeStorage(storage: VariableStorage): Promise<void> {
  if (storage !== memory) await storage.close();
}

async function fill(storage: VariableStorage, from: number, to: number): Promise<void> {
  let next = from;
  await atOnce(FILL_AT_ONCE, async () => {
    while (next < to) {
      const start = next;
      next = Math.min(to, start + BATCH);
      const changes = Array.from({ length: next - start }, (_, at) => put(start + at));
      await storage.apply(instanceOf(start, shape), changes);
    }
  });
}

function put(at: number): Change {
  return { op: "put", name: nameOf(at), type: "Bytes", valueInfo: {}, content: VALUE };
}

async function serveStep(count: number): Promise<void> {
  const started = performance.now();
  const storage = await openStorage();
  const opened = performance.now();
  const variables = new ProcessVariables({ storage });
  await get(variables, 0);
  const first = performance.now() - opened;
  const post = () => set(variables, randomVariable(count));
  const read = () => get(variables, randomVariable(count));
  await perSecond(post, WARM_UP_MS);
  await perSecond(read, WARM_UP_MS);
  const servicePosts = await perSecond(post, MEASURE_MS);
  const serviceGets = await perSecond(read, MEASURE_MS);
  const server = await startServer({ variables, port: 0 });
  const { port } = server;
  const open = opened - started;
  const step = { storage: kind, shape, count, open, first, servicePosts, serviceGets, port };
  const toldToGoOn = once(process, "message");
  process.send?.(step satisfies GrowthStep);
  await toldToGoOn;
  await server.close();
  await closeStorage(storage);
}

async function perSecond(work: () => Promise<void>, milliseconds: number): Promise<number> {
  const started = performance.now();
  let done = 0;
  await atOnce(WORKERS, async () => {
    while (performance.now() - started < milliseconds) {
      await work();
      done += 1;
    }
  });
  return (done * 1000) / (performance.now() - started);
}

async function set(variables: ProcessVariables, at: number): Promise<void> {
  const body = new ChunkSource([SMALL_FORM]);
  await variables.setFromForm(instanceOf(at, shape), nameOf(at), {
    contentType: CONTENT_TYPE,
    body,
  });
}

async function get(variables: ProcessVariables, at: number): Promise<void> {
  const variable = await variables.openBinary(instanceOf(at, shape), nameOf(at));
  let bytes = 0;
  for await (const chunk of variable.read()) bytes += chunk.length;
  await variable.close();
  if (bytes !== VALUE.length) throw new Error(`Cannot count: ${bytes} bytes came back`);
}

async function atOnce(workers: number, work: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: workers }, work));
}
