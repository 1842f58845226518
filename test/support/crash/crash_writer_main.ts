/**
 * The process that is killed: opens a store, and runs eight writers on a few variables until the kill. At some moments it kills
 * itself, since no other process could hit them.
 *
 * node --import tsx test/support/crash/crash_writer_main.ts STORE DIRECTORY SEED ROUND MOMENT
 */
import { writeSync } from "node:fs";
import { nextTurn } from "../../../core/_next_turn.ts";
import { PreconditionFailedError } from "../../../core/storage/precondition_failed_error.ts";
import type { Change, VariableStorage } from "../../../core/storage/storage.ts";
import type { CrashMoment } from "./crash_moment.ts";
import { BROKEN_CRASH_STORES, CRASH_STORES } from "./crash_stores.ts";
import { type CrashReportLine, contentOf, type Effect, type Operation } from "./operation.ts";
import { createRandom } from "./random.ts";

const WRITERS = 8;
const INSTANCES = ["order-1", "order-2", "a/b", "\u{1f600}"];
const NAMES = ["a", "b", "c", "d", "e", "f"];
const OPERATIONS_A_ROUND = 1_000_000;

const [storeName, directory = "", seed, round, momentText = ""] = process.argv.slice(2);
const store = [...CRASH_STORES, ...BROKEN_CRASH_STORES].find(({ name }) => name === storeName);
if (store === undefined) throw new Error(`Cannot open the store: there is no '${storeName}'`);

let nextId = Number(round) * OPERATIONS_A_ROUND;
const moment: CrashMoment = JSON.parse(momentText);
const last = moment.at === "acknowledgement" || moment.at === "batch" ? moment.after : Infinity;
let acknowledged = 0;
report({ opening: true });
const storage = await store.openToWrite(directory);
await Promise.all(
  Array.from({ length: WRITERS }, (_, writer) =>
    write(storage, createRandom(Number(seed) + WRITERS * Number(round) + writer)),
  ),
);

if (moment.at === "batch") await showBatch(storage);
else await run(storage, "order-1", [{ name: "a", size: 100 }]);
process.kill(process.pid, "SIGKILL");

/** Begins a batch, and returns as soon as some of it is visible. */
async function showBatch(storage: VariableStorage): Promise<void> {
  const id = nextId;
  const effects = [
    { name: "a", size: 100 },
    { name: "b", size: 300_000 },
    { name: "c", size: null },
  ];
  const running = run(storage, "order-1", effects);
  const isSeen = async () =>
    (await storage.list("order-1")).some((record) => record.type === String(id));
  const seeing = async () => {
    while (!(await isSeen())) await nextTurn();
  };
  // If the batch fails, the process ends with its error.
  await Promise.race([seeing(), running.then(() => seeing())]);
}

async function write(storage: VariableStorage, random: () => number): Promise<void> {
  const oneOf = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new RangeError("Cannot choose one of nothing");
    return item;
  };
  const smallSize = () => Math.floor(random() * 2_000);
  const edgeSize = () => 16_000 + Math.floor(random() * 1_000);
  const largeSize = () => 100_000 + Math.floor(random() * 900_000);
  const some = (): Effect[] =>
    NAMES.filter(() => random() < 0.5).map((name) => {
      const kind = random();
      if (kind < 0.2) return { name };
      return { name, size: kind < 0.3 ? null : kind < 0.8 ? smallSize() : largeSize() };
    });
  while (acknowledged < last) {
    const instance = oneOf(INSTANCES);
    const name = oneOf(NAMES);
    const kind = random();
    if (kind < 0.45) await run(storage, instance, [{ name, size: smallSize() }]);
    else if (kind < 0.55) await run(storage, instance, [{ name, size: edgeSize() }]);
    else if (kind < 0.7) await run(storage, instance, [{ name, size: largeSize() }]);
    else if (kind < 0.82) await run(storage, instance, some());
    else if (kind < 0.88) await run(storage, instance, [{ name }]);
    else if (kind < 0.9) await run(storage, instance, "clear");
    else if (kind < 0.92) await run(storage, instance, [{ name, size: null }]);
    else if (kind < 0.95) await beRefused(storage, instance, [{ name, size: smallSize() }]);
    else if (kind < 0.97) await storage.stage(chunks(contentOf(0, name, largeSize())));
    else if (kind < 0.98) await storage.stage(failing(name)).catch(() => {});
    else await readInPart(storage, instance, name);
  }
}

async function run(
  storage: VariableStorage,
  instance: string,
  effects: Operation["effects"],
): Promise<void> {
  const id = nextId++;
  const changes = await prepare(storage, id, effects);
  report({ begin: { id, instance, effects } });
  const applied = await storage.apply(instance, changes);
  acknowledged++;
  report({ acknowledged: id, versions: applied.map((record) => record?.version ?? null) });
}

/** Makes a batch that is refused. Nothing of it may ever be visible, so it is not reported. */
async function beRefused(
  storage: VariableStorage,
  instance: string,
  effects: readonly Effect[],
): Promise<void> {
  const changes = await prepare(storage, nextId++, effects);
  const refused = { op: "delete", name: "never there", condition: { ifMatch: "*" } } as const;
  await storage.apply(instance, [...changes, refused]).catch((error: unknown) => {
    if (!(error instanceof PreconditionFailedError)) throw error;
  });
}

async function prepare(
  storage: VariableStorage,
  id: number,
  effects: Operation["effects"],
): Promise<Change[]> {
  if (effects === "clear") return [{ op: "clear" }];
  return Promise.all(
    effects.map(async ({ name, size }): Promise<Change> => {
      if (size === undefined) return { op: "delete", name };
      const put = { op: "put", name, type: String(id), valueInfo: { filename: name } } as const;
      if (size === null) return { ...put, content: null };
      const bytes = contentOf(id, name, size);
      return { ...put, content: size < 50_000 ? bytes : await storage.stage(chunks(bytes)) };
    }),
  );
}

async function readInPart(storage: VariableStorage, instance: string, name: string): Promise<void> {
  const variable = await storage.open(instance, name);
  if (variable === undefined) return;
  for await (const _ of variable.read()) break;
  // Half of the readers stay open, so that the contents that they hold must be swept after the crash.
  if (nextId % 2 === 0) await variable.close();
}

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += 65_536) {
    yield bytes.subarray(offset, offset + 65_536);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function* failing(name: string): AsyncGenerator<Uint8Array> {
  yield* chunks(contentOf(0, name, 200_000));
  throw new Error("The source failed");
}

/** Writes a report synchronously, so that a kill after it cannot lose it. */
function report(line: CrashReportLine): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}
