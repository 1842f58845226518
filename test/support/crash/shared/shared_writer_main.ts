/**
 * One of the processes that write to one store until they are killed: some tasks on a few variables. It goes on when the store was
 * unavailable. Over the channel to its parent it is told to pause and to go on.
 *
 * node --import tsx test/support/crash/shared/shared_writer_main.ts PLACE SEED NUMBER
 */
import { writeSync } from "node:fs";
import { ARCHIVE, ARCHIVED, COUNTER, INSTANCES, NAMES, UPLOADED } from "../crash_instances.ts";
import { CrashWriter } from "../crash_writer.ts";
import type { CrashReportLine } from "../operation.ts";
import { createRandom } from "../random.ts";
import { openCrashPostgres } from "./crash_postgres.ts";

const STEPPERS = 6;
const OPERATIONS_A_PROCESS = 1_000_000;

const [place = "", seed, number] = process.argv.slice(2);
const storage = await openCrashPostgres(JSON.parse(place));
const writer = new CrashWriter(storage, report, (1 + Number(number)) * OPERATIONS_A_PROCESS);
const random = createRandom(Number(seed) + Number(number));
/** All names that are written, with their instances. */
const PLACES = [
  ...INSTANCES.flatMap((instance) => NAMES.map((name) => [instance, name] as const)),
  ...ARCHIVED.map((name) => [ARCHIVE, name] as const),
  [COUNTER, "twin"] as const,
  [UPLOADED, NAMES[0] ?? ""] as const,
];

let goOn: () => void = () => {};
let going = new Promise<void>((resolve) => {
  goOn = resolve;
});
/** Number of tasks that are within an operation. */
let working = 0;
let isPausing = false;

process.on("message", (request) => {
  if (request === "go") goOn();
  if (request === "pause") {
    isPausing = true;
    going = new Promise((resolve) => {
      goOn = resolve;
    });
    pauseIfIdle();
  }
});
// Without its parent there is nobody who would kill it.
process.on("disconnect", () => process.exit());
report({ opening: true });

for (let i = 0; i < STEPPERS; i++) repeat(() => writer.step(random));
repeat(() => writer.count());
repeat(() => writer.upload(random));
repeat(async () => {
  const place = PLACES[Math.floor(random() * PLACES.length)];
  if (place !== undefined) await writer.readWhole(...place);
});

async function repeat(operation: () => Promise<void>): Promise<never> {
  for (;;) {
    await going;
    working++;
    await operation();
    working--;
    pauseIfIdle();
  }
}

async function pauseIfIdle(): Promise<void> {
  if (!isPausing || working > 0) return;
  isPausing = false;
  await writer.letGo();
  report({ paused: true });
}

/** Writes a report synchronously, so that a kill after it cannot lose it. */
function report(line: CrashReportLine): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}
