/**
 * The process that is killed: opens a store, and runs eight writers on a few variables until the kill. At some moments it kills
 * itself, since no other process could hit them.
 *
 * node --import tsx test/support/crash/crash_writer_main.ts STORE DIRECTORY SEED RUN MOMENT
 */
import { writeSync } from "node:fs";
import { nextTurn } from "../../../core/_next_turn.ts";
import { PreconditionFailedError } from "../../../core/storage/precondition_failed_error.ts";
import type { Change, VariableStorage } from "../../../core/storage/storage.ts";
import { ARCHIVE, ARCHIVED, INSTANCES, NAMES } from "./crash_instances.ts";
import { type CrashMoment, isStep, onlyOpens } from "./crash_moment.ts";
import { BROKEN_CRASH_STORES, CRASH_STORES } from "./crash_stores.ts";
import { KillAtOperation } from "./kill_at_operation.ts";
import { type CrashReportLine, contentOf, type Effect, type Operation } from "./operation.ts";
import { createRandom } from "./random.ts";

const WRITERS = 8;
const OPERATIONS_A_RUN = 1_000_000;
/** A step that has not begun after so many operations will not begin. */
const OPERATIONS_TO_A_STEP = 20_000;
const OPERATIONS_TO_CLOSING = 100;

const [storeName, directory = "", seed, run, momentText = ""] = process.argv.slice(2);
const store = [...CRASH_STORES, ...BROKEN_CRASH_STORES].find(({ name }) => name === storeName);
if (store === undefined) throw new Error(`Cannot open the store: there is no '${storeName}'`);

let nextId = Number(run) * OPERATIONS_A_RUN;
const moment: CrashMoment = JSON.parse(momentText);
const last = lastOperation(moment);
let acknowledged = 0;
const killer = isStep(moment)
  ? new KillAtOperation(moment, (killedAt) => report({ killedAt }))
  : undefined;
report({ opening: true });
const open = () => store.openToWrite(directory);
const storage = await (killer === undefined ? open() : killer.during("opening", open));
if (onlyOpens(moment)) await new Promise(() => setInterval(() => {}, 1_000));
await Promise.all(
  Array.from({ length: WRITERS }, (_, writer) =>
    write(storage, createRandom(Number(seed) + WRITERS * Number(run) + writer)),
  ),
);

if (moment.at === "batch") await showBatch(storage);
if (moment.at === "acknowledgement") await apply(storage, "order-1", [{ name: "a", size: 100 }]);
if (moment.at === "closing") await killer?.during("closing", () => storage.close());
if (isStep(moment)) throw new Error(`It was not killed while ${moment.at}`);
process.kill(process.pid, "SIGKILL");

/** After so many acknowledged operations, no more are begun. */
function lastOperation(moment: CrashMoment): number {
  if (moment.at === "closing") return OPERATIONS_TO_CLOSING;
  if (isStep(moment)) return OPERATIONS_TO_A_STEP;
  return moment.at === "acknowledgement" || moment.at === "batch" ? moment.after : Infinity;
}

/** Begins a batch, and returns as soon as some of it is visible. */
async function showBatch(storage: VariableStorage): Promise<void> {
  const id = nextId;
  const effects = [
    { name: "a", size: 100 },
    { name: "b", size: 300_000 },
    { name: "c", size: null },
  ];
  const running = apply(storage, "order-1", effects);
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
    if (kind < 0.1) await apply(storage, ARCHIVE, [{ name: oneOf(ARCHIVED), size: smallSize() }]);
    else if (kind < 0.14) await apply(storage, ARCHIVE, [{ name: oneOf(ARCHIVED) }]);
    else if (kind < 0.45) await apply(storage, instance, [{ name, size: smallSize() }]);
    else if (kind < 0.55) await apply(storage, instance, [{ name, size: edgeSize() }]);
    else if (kind < 0.7) await apply(storage, instance, [{ name, size: largeSize() }]);
    else if (kind < 0.82) await apply(storage, instance, some());
    else if (kind < 0.88) await apply(storage, instance, [{ name }]);
    else if (kind < 0.9) await apply(storage, instance, "clear");
    else if (kind < 0.92) await apply(storage, instance, [{ name, size: null }]);
    else if (kind < 0.95) await beRefused(storage, instance, [{ name, size: smallSize() }]);
    else if (kind < 0.97) await storage.stage(chunks(contentOf(0, name, largeSize())));
    else if (kind < 0.98) await storage.stage(failing(name)).catch(() => {});
    else await readInPart(storage, instance, name);
  }
}

async function apply(
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
