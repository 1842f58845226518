import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import DatabaseFile from "better-sqlite3";
import { Checkpoints } from "../../../adapters/sqlite/_checkpoints.ts";
import { openDatabase } from "../../../adapters/sqlite/_database.ts";
import type { Database } from "../../../adapters/sqlite/_driver.ts";
import { Transactions } from "../../../adapters/sqlite/_transactions.ts";
import { withFreeBytes } from "../../support/free_bytes.ts";
import { suite } from "../../support/suite.ts";
import { withTempDir } from "../../support/temp_dir.ts";

const test = suite("Checkpoints");

const MIB = 1_048_576;

interface Opened {
  readonly db: Database;
  readonly checkpoints: Checkpoints;
  readonly transactions: Transactions;
  write(bytes: number): void;
}

function withCheckpoints(run: (opened: Opened) => void | Promise<void>): Promise<void> {
  return withTempDir(async (directory) => {
    const db = await openDatabase(join(directory, "store.db"));
    await run(open(db));
    db.close();
  });
}

function open(db: Database): Opened {
  const transactions = new Transactions(db);
  const insert = db.prepare("INSERT INTO chunk (bytes) VALUES (?)");
  const write = (bytes: number) => {
    transactions.run("ordered", () => insert.run(new Uint8Array(bytes)));
  };
  return { db, checkpoints: new Checkpoints(transactions), transactions, write };
}

test("leaves a short log alone, unless it is asked to copy it", () =>
  withCheckpoints(({ checkpoints, transactions, write }) => {
    write(7 * MIB);
    checkpoints.check();
    assert.notEqual(transactions.pendingFrames(), 0);
    checkpoints.run();
    assert.equal(transactions.pendingFrames(), 0);
  }));

test("copies less at a time in a burst of durable writes", () =>
  withCheckpoints(({ checkpoints, transactions, write }) => {
    write(3 * MIB);
    checkpoints.check();
    assert.notEqual(transactions.pendingFrames(), 0);
    checkpoints.check(true);
    assert.equal(transactions.pendingFrames(), 0);
  }));

test("copies a log that has become long", () =>
  withCheckpoints(({ checkpoints, transactions, write }) => {
    for (let i = 0; i < 3; i++) {
      write(9 * MIB);
      checkpoints.check();
      assert.equal(transactions.pendingFrames(), 0);
    }
  }));

test("copies it at the same length in a store with pages of another length", () =>
  withTempDir(async (directory) => {
    const path = join(directory, "store.db");
    const file = new DatabaseFile(path);
    file.pragma("page_size = 16384");
    file.exec("VACUUM");
    file.close();
    const db = await openDatabase(path);
    assert.equal(db.pragma("page_size", { simple: true }), 16_384);
    const { checkpoints, transactions, write } = open(db);
    write(7 * MIB);
    checkpoints.check();
    assert.notEqual(transactions.pendingFrames(), 0);
    write(2 * MIB);
    checkpoints.check();
    assert.equal(transactions.pendingFrames(), 0);
    db.close();
  }));

test("tries again after a failure, but only when more was written", () =>
  withCheckpoints(({ db, checkpoints, transactions, write }) => {
    write(9 * MIB);
    db.exec("BEGIN"); // None is possible within a transaction.
    checkpoints.check();
    checkpoints.check();
    assert.notEqual(transactions.pendingFrames(), 0);
    write(5 * MIB);
    checkpoints.check();
    assert.notEqual(transactions.pendingFrames(), 0, "Not yet");
    write(5 * MIB);
    checkpoints.check();
    assert.equal(transactions.pendingFrames(), 0);
    write(9 * MIB);
    checkpoints.check();
    assert.equal(transactions.pendingFrames(), 0, "As long as ever");
  }));

test("copies the log before anything is refused, counts what is free within, and then gives the log's room back", () =>
  withCheckpoints(async ({ db, checkpoints, transactions, write }) => {
    write(4 * MIB);
    db.exec("DELETE FROM chunk");
    const log = () => statSync(`${db.name}-wal`).size;
    await withFreeBytes(
      () => 7 * MIB,
      async () => {
        checkpoints.requireRoom("contents", MIB);
        assert.equal(transactions.pendingFrames(), 0, "There were 4 MiB to copy");
        checkpoints.requireRoom("contents", 4 * MIB);
        assert.equal(checkpoints.hasRefused, false);
        assert.throws(() => checkpoints.requireRoom("contents", 12 * MIB), { code: "full" });
      },
    );
    assert.equal(checkpoints.hasRefused, true);
    assert.ok(log() > 4 * MIB);
    checkpoints.cleanedUp();
    assert.equal(log(), 0);
    assert.equal(checkpoints.hasRefused, false);
  }));

test("lets no contents in while the log cannot be copied, nor small values for ever", () =>
  withCheckpoints(({ db, checkpoints, write }) => {
    write(9 * MIB);
    db.exec("BEGIN"); // None is possible within a transaction.
    checkpoints.check();
    checkpoints.requireRoom("small", 100);
    db.exec("BEGIN");
    assert.throws(() => checkpoints.requireRoom("contents", 100), { name: "StorageError" });
    write(9 * MIB);
    db.exec("BEGIN");
    assert.throws(() => checkpoints.requireRoom("small", 100), { name: "StorageError" });
    checkpoints.requireRoom("contents", 100);
  }));

test("copies the log after each write while the disk is nearly full, so that a deletion has room in it", () =>
  withCheckpoints(async ({ checkpoints, transactions, write }) => {
    await withFreeBytes(
      () => 2 * MIB,
      async () => {
        checkpoints.requireRoom("small", 10_000);
        write(10_000);
        checkpoints.check();
        assert.equal(transactions.pendingFrames(), 0);
      },
    );
  }));
