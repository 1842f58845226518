import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { settle, withDatabase, withPostgres } from "../server/postgres/database.ts";
import { ProcessMemory } from "../server/process_memory.ts";
import { endWithThisProcess } from "../support/end_with_this_process.ts";
import { removeScratch, scratchPath } from "../support/scratch.ts";
import { inChild } from "./in_child.ts";
import { type Asked, askAll } from "./queries/ask_all.ts";
import { HttpAsker } from "./queries/http_asker.ts";
import type { Store } from "./stores.ts";

const MAIN = fileURLToPath(new URL("queries/answer_main.ts", import.meta.url));

/** How a store answered queries: asked as the core asks it, and over HTTP. */
export interface QueriesResult {
  readonly store: string;
  readonly kind: Store["kind"];
  readonly instances: number;
  readonly storage: Asked;
  readonly http: Asked;
}

/** Fills each store, and asks it. */
export async function measureQueries(
  stores: readonly Store[],
  instances: number,
): Promise<QueriesResult[]> {
  const results: QueriesResult[] = [];
  for (const store of stores) {
    process.stderr.write(`  ${store.name}\n`);
    results.push(await withPlace(store, (place) => measureStore(store, place, instances)));
    removeScratch();
  }
  return results;
}

/** Gives a place for an empty store. */
function withPlace<T>({ kind }: Store, use: (place: string) => Promise<T>): Promise<T> {
  if (kind !== "PostgreSQL") return use(scratchPath());
  return withPostgres((server) => withDatabase(server, use));
}

async function measureStore(
  store: Store,
  place: string,
  instances: number,
): Promise<QueriesResult> {
  const { name, kind, root } = store;
  if (kind !== "memory") {
    const file = "queries/fill_main.ts";
    await inChild({ file, store, path: place, arguments: [instances] }, isFilled);
  }
  if (kind === "PostgreSQL") await settle(place);
  const child = fork(MAIN, [root, kind, place, String(instances)], {
    execArgv: ["--expose-gc", "--import", "tsx"],
  });
  endWithThisProcess(child);
  const exit = once(child, "exit");
  try {
    const storage = await nextMessage(child, isAsked);
    // The questions under writes came last.
    if (kind === "PostgreSQL") await settle(place);
    const http = await askOverHttp(child, instances);
    return { store: name, kind, instances, storage, http };
  } finally {
    child.kill("SIGKILL");
    await exit;
  }
}

async function askOverHttp(child: ChildProcess, instances: number): Promise<Asked> {
  const serving = nextMessage(child, isPort);
  child.send("serve");
  const port = await serving;
  const asker = new HttpAsker(port, async () => {
    const collected = once(child, "message");
    child.send("collect");
    await collected;
  });
  if (child.pid === undefined) throw new Error("Cannot find the process of the store");
  return await askAll(asker, instances, new ProcessMemory(child.pid));
}

async function nextMessage<T>(
  child: ChildProcess,
  isMessage: (value: unknown) => value is T,
): Promise<T> {
  const [message] = await Promise.race([once(child, "message"), once(child, "exit")]);
  if (isMessage(message)) return message;
  throw new Error(`Cannot measure queries: the process ended with ${message}`);
}

function isFilled(value: unknown): value is "filled" {
  return value === "filled";
}

function isAsked(value: unknown): value is Asked {
  return typeof value === "object" && value !== null && "answers" in value;
}

function isPort(value: unknown): value is number {
  // A process that failed has ended with a number, too, but a small one.
  return typeof value === "number" && value >= 1024;
}
