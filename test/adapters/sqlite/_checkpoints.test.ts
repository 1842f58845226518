import assert from "node:assert/strict";
import { open as openFile } from "node:fs/promises";
import { join } from "node:path";
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
  write(bytes: number): void;
  wakes(): number;
}

/** @param syncs Whether the log's file can be synced; if not, it was closed. */
function withCheckpoints(syncs: boolean, run: (opened: Opened) => Promise<void>): Promise<void> {
  return withTempDir(async (directory) => {
    const db = await openDatabase(join(directory, "store.db"));
    const transactions = new Transactions(db);
    const log = await openFile(`${db.name}-wal`, "r+");
    if (!syncs) await log.close();
    let wakes = 0;
    const checkpoints = new Checkpoints(transactions, log, () => wakes++);
    const insert = db.prepare("INSERT INTO chunk (bytes) VALUES (?)");
    await run({
      checkpoints,
      transactions,
      write: (bytes) => transactions.run("ordered", () => insert.run(new Uint8Array(bytes))),
      wakes: () => wakes,
    });
    if (syncs) await checkpoints.close();
    db.close();
  });
}

test("leaves a short log alone", () =>
  withCheckpoints(true, async ({ checkpoints, transactions, write, wakes }) => {
    write(7 * MIB);
    checkpoints.check();
    assert.equal(checkpoints.overdue, false);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(transactions.pendingFrames() > 400);
    assert.equal(wakes(), 0);
  }));

test("copies a long one in the background, and tells when that is done", () =>
  withCheckpoints(true, async ({ checkpoints, transactions, write, wakes }) => {
    write(9 * MIB);
    checkpoints.check();
    checkpoints.check();
    assert.equal(checkpoints.overdue, false);
    assert.ok(transactions.pendingFrames() > 512);
    await until(() => wakes() > 0);
    assert.equal(transactions.pendingFrames(), 0);
    assert.equal(wakes(), 1);
  }));

test("holds up what can wait while the log is too long", () =>
  withCheckpoints(true, async ({ checkpoints, transactions, write, wakes }) => {
    write(20 * MIB);
    checkpoints.check();
    assert.equal(checkpoints.overdue, true);
    await until(() => wakes() > 0);
    assert.equal(checkpoints.overdue, false);
    assert.equal(transactions.pendingFrames(), 0);
  }));

test("copies nothing if the log could not be synced, and tries again", () =>
  withCheckpoints(false, async ({ checkpoints, transactions, write, wakes }) => {
    write(20 * MIB);
    for (const attempt of [1, 2]) {
      checkpoints.check();
      await until(() => wakes() === attempt);
      assert.equal(checkpoints.overdue, false);
      assert.ok(transactions.pendingFrames() > 1_024);
    }
  }));
