import assert from "node:assert/strict";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { Checkpoints } from "../../../adapters/sqlite/_checkpoints.ts";
import { openDatabase } from "../../../adapters/sqlite/_database.ts";
import { Transactions } from "../../../adapters/sqlite/_transactions.ts";
import { until } from "../../support/sqlite_store.ts";
import { suite } from "../../support/suite.ts";
import { withTempDir } from "../../support/temp_dir.ts";

const test = suite("Checkpoints");

const MIB = 1_048_576;

interface Opened {
  readonly checkpoints: Checkpoints;
  readonly transactions: Transactions;
  /** What was synced, what was held up then, and whether the log was copied. */
  readonly events: string[];
  write(bytes: number): void;
}

/** @param failing Syncs of this file fail. */
function withCheckpoints(
  run: (opened: Opened) => Promise<void>,
  failing?: "data" | "log",
): Promise<void> {
  return withTempDir(async (directory) => {
    const db = await openDatabase(join(directory, "store.db"));
    const transactions = new Transactions(db);
    const events: string[] = [];
    const file = (name: "data" | "log") => ({
      async datasync() {
        const copied = transactions.pendingFrames() === 0 ? "copied" : "not copied";
        events.push(`sync ${name}: ${checkpoints.holdsUp} held up, ${copied}`);
        await turn();
        if (name === failing) throw new Error(`Failed to sync the ${name}`);
      },
    });
    const files = { data: file("data"), log: file("log") };
    const checkpoints = new Checkpoints(transactions, files, () => events.push("wake"));
    const insert = db.prepare("INSERT INTO chunk (bytes) VALUES (?)");
    await run({
      checkpoints,
      transactions,
      events,
      write: (bytes) => transactions.run("ordered", () => insert.run(new Uint8Array(bytes))),
    });
    await checkpoints.close();
    db.close();
  });
}

test("leaves a short log alone", () =>
  withCheckpoints(async ({ checkpoints, events, write }) => {
    write(7 * MIB);
    checkpoints.check();
    await checkpoints.close();
    assert.deepEqual(events, []);
    assert.equal(checkpoints.holdsUp, "nothing");
  }));

test("syncs the log, copies it and syncs the database, and lets nobody write in between", () =>
  withCheckpoints(async ({ checkpoints, events, write }) => {
    write(9 * MIB);
    checkpoints.check();
    checkpoints.check();
    checkpoints.start();
    await until(() => events.includes("wake"));
    assert.deepEqual(events, [
      "sync log: nothing held up, not copied",
      "sync log: everything held up, not copied",
      "sync data: everything held up, copied",
      "wake",
    ]);
    assert.equal(checkpoints.holdsUp, "nothing");
  }));

test("holds up what can wait while the log is too long", () =>
  withCheckpoints(async ({ checkpoints, events, write }) => {
    write(20 * MIB);
    checkpoints.check();
    assert.equal(checkpoints.holdsUp, "rows");
    await until(() => events.includes("wake"));
    assert.equal(checkpoints.holdsUp, "nothing");
  }));

for (const failing of ["log", "data"] as const) {
  test(`refuses all writes after a failed sync of the ${failing}`, () =>
    withCheckpoints(async ({ checkpoints, transactions, events, write }) => {
      write(9 * MIB);
      checkpoints.check();
      await until(() => events.includes("wake"));
      assert.equal(transactions.pendingFrames() === 0, failing === "data", "copied");
      assert.equal(checkpoints.holdsUp, "nothing");
      assert.throws(() => write(1), { name: "StorageError", code: "io" });
    }, failing));
}

test("starts none once it is closed, and closes after the one that runs", () =>
  withCheckpoints(async ({ checkpoints, events, write }) => {
    write(9 * MIB);
    checkpoints.start();
    await checkpoints.close();
    assert.equal(events.at(-1), "wake");
    write(9 * MIB);
    checkpoints.start();
    checkpoints.check();
    await turn();
    assert.equal(events.at(-1), "wake");
  }));
