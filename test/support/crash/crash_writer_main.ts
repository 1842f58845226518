/**
 * The process that is killed: opens a store, and runs eight writers on a few variables until the kill. At some moments it kills
 * itself, since no other process could hit them.
 *
 * node --import tsx test/support/crash/crash_writer_main.ts STORE DIRECTORY SEED RUN MOMENT
 */
import { writeSync } from "node:fs";
import { nextTurn } from "../../../core/_next_turn.ts";
import type { VariableStorage } from "../../../core/storage/storage.ts";
import { type CrashMoment, isStep, onlyOpens } from "./crash_moment.ts";
import { BROKEN_CRASH_STORES, CRASH_STORES } from "./crash_stores.ts";
import { CrashWriter } from "./crash_writer.ts";
import { KillAtOperation } from "./kill_at_operation.ts";
import type { CrashReportLine } from "./operation.ts";
import { createRandom } from "./random.ts";

const WRITERS = 8;
const OPERATIONS_A_RUN = 1_000_000;
/** A step that has not begun after so many operations will not begin. */
const OPERATIONS_TO_A_STEP = 20_000;
const OPERATIONS_TO_CLOSING = 100;

const [storeName, directory = "", seed, run, momentText = ""] = process.argv.slice(2);
const store = [...CRASH_STORES, ...BROKEN_CRASH_STORES].find(({ name }) => name === storeName);
if (store === undefined) throw new Error(`Cannot open the store: there is no '${storeName}'`);

const moment: CrashMoment = JSON.parse(momentText);
const last = lastOperation(moment);
const killer = isStep(moment)
  ? new KillAtOperation(moment, (killedAt) => report({ killedAt }))
  : undefined;
report({ opening: true });
const open = () => store.openToWrite(directory);
const storage = await (killer === undefined ? open() : killer.during("opening", open));
if (onlyOpens(moment)) await new Promise(() => setInterval(() => {}, 1_000));
const writer = new CrashWriter(storage, report, Number(run) * OPERATIONS_A_RUN);
await Promise.all(
  Array.from({ length: WRITERS }, (_, index) =>
    write(createRandom(Number(seed) + WRITERS * Number(run) + index)),
  ),
);

if (moment.at === "batch") await showBatch(storage);
if (moment.at === "acknowledgement") await writer.apply("order-1", [{ name: "a", size: 100 }]);
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
  const id = writer.nextId;
  const effects = [
    { name: "a", size: 100 },
    { name: "b", size: 300_000 },
    { name: "c", size: null },
  ];
  const running = writer.apply("order-1", effects);
  const isSeen = async () =>
    (await storage.list("order-1")).some((record) => record.type === String(id));
  const seeing = async () => {
    while (!(await isSeen())) await nextTurn();
  };
  // If the batch fails, the process ends with its error.
  await Promise.race([seeing(), running.then(() => seeing())]);
}

async function write(random: () => number): Promise<void> {
  while (writer.acknowledged < last) await writer.step(random);
}

/** Writes a report synchronously, so that a kill after it cannot lose it. */
function report(line: CrashReportLine): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}
