/**
 * `npm run test:health`: what the probes of the real server say on a full disk, after failed syncs, without a database and without a
 * store, how long they take to notice and to be well again without any write, and how many requests are lost behind nginx while one
 * of two servers is started anew. It mounts small disks, as `test:full` does, and needs root, strace and nginx.
 */
import { withSmallDisk } from "../full/small_disk.ts";
import { useOwnMounts } from "../own_mounts.ts";
import type { Report } from "./probes.ts";
import { runRestarts } from "./rolling_restarts.ts";
import {
  runClosed,
  runFailedSync,
  runFullDisk,
  runFullPostgres,
  runStoppedPostgres,
} from "./storage_rounds.ts";

useOwnMounts();

const MIB = 1_048_576;
const RESTARTS = { clients: 16, restarts: 10, stopDelay: 2 };

let passed = 0;
let failed = 0;

async function round(storage: string, run: (report: Report) => Promise<void>): Promise<void> {
  const report: Report = (step, good, figures) => {
    if (good) passed++;
    else failed++;
    console.log(
      `${good ? "ok    " : "FAILED"} ${storage.padEnd(10)} ${step.padEnd(32)} ${figures}`,
    );
  };
  try {
    await run(report);
  } catch (error) {
    report("ran to its end", false, error instanceof Error ? error.message : String(error));
  }
}

for (const storage of ["filesystem", "sqlite"]) {
  await round(storage, (report) =>
    withSmallDisk("tmpfs", 48 * MIB, (disk) => runFullDisk(storage, disk, report)),
  );
  await round(storage, (report) => runFailedSync(storage, report));
}
await round("postgres", (report) =>
  withSmallDisk("tmpfs", 96 * MIB, (disk) => runFullPostgres(disk, report)),
);
await round("postgres", runStoppedPostgres);
for (const storage of ["memory", "filesystem", "sqlite"]) {
  await round(storage, (report) => runClosed(storage, report));
}
await round("postgres", (report) => runRestarts(RESTARTS, report));
console.log(`${passed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;
