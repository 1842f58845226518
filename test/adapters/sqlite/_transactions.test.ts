import assert from "node:assert/strict";
import fs from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { mock } from "node:test";
import { openDatabase } from "../../../adapters/sqlite/_database.ts";
import type { Database } from "../../../adapters/sqlite/_driver.ts";
import { Transactions } from "../../../adapters/sqlite/_transactions.ts";
import { suite } from "../../support/suite.ts";
import { withTempDir } from "../../support/temp_dir.ts";

const test = suite("Transactions");

async function withDatabase(run: (db: Database) => void | Promise<void>): Promise<void> {
  await withTempDir(async (directory) => {
    const db = await openDatabase(join(directory, "store.db"));
    try {
      await run(db);
    } finally {
      db.close();
    }
  });
}

function add(db: Database, name: string): void {
  db.prepare("INSERT INTO instance (name) VALUES (?)").run(name);
}

function names(db: Database): unknown[] {
  return db.prepare("SELECT name FROM instance").pluck().all();
}

test("commits, at the durability asked for", () =>
  withDatabase((db) => {
    const transactions = new Transactions(db);
    for (const [durability, synchronous] of [
      ["ordered", 1],
      ["durable", 2],
      ["durable", 2],
      ["ordered", 1],
    ] as const) {
      const result = transactions.run(durability, () => {
        add(db, `row ${names(db).length}`);
        return db.pragma("synchronous", { simple: true });
      });
      assert.equal(result, synchronous);
    }
    assert.equal(names(db).length, 4);
    assert.equal(db.inTransaction, false);
  }));

test("undoes everything when the body throws", () =>
  withDatabase((db) => {
    const transactions = new Transactions(db);
    const failing = () => {
      add(db, "a");
      throw new Error("Failed");
    };
    assert.throws(() => transactions.run("durable", failing), { name: "StorageError", code: "io" });
    assert.deepEqual(names(db), []);
    transactions.run("durable", () => add(db, "b"));
    assert.deepEqual(names(db), ["b"]);
  }));

test("says that there is no room, and goes on when there is", () =>
  withDatabase((db) => {
    const transactions = new Transactions(db);
    const pages = Number(db.pragma("page_count", { simple: true }));
    db.pragma(`max_page_count = ${pages}`);
    const fill = () => add(db, "x".repeat(100_000));
    assert.throws(() => transactions.run("durable", fill), { name: "StorageError", code: "full" });
    assert.equal(db.inTransaction, false);
    db.pragma("max_page_count = 1000000");
    transactions.run("durable", fill);
    assert.equal(names(db).length, 1);
  }));

test("writes nothing any more after a failed sync", () =>
  withDatabase((db) => {
    const transactions = new Transactions(db);
    const cause = Object.assign(new Error("disk I/O error"), { code: "SQLITE_IOERR_FSYNC" });
    const failing = () => {
      add(db, "a");
      throw cause;
    };
    assert.throws(() => transactions.run("ordered", failing), { name: "StorageError", code: "io" });
    for (const durability of ["ordered", "durable"] as const) {
      assert.throws(() => transactions.run(durability, () => add(db, "b")), {
        name: "StorageError",
        code: "io",
        message: "Cannot write to the store: a sync failed, so open it again",
        needsReopening: true,
        cause,
      });
    }
    assert.throws(() => transactions.check(), { code: "io", needsReopening: true });
    assert.deepEqual(names(db), []);
  }));

test("counts the pages of the log until they were copied, with all syncs", () =>
  withDatabase((db) => {
    const transactions = new Transactions(db);
    transactions.checkpoint();
    assert.equal(transactions.pendingFrames(), 0);
    transactions.run("ordered", () => add(db, "x".repeat(1_000_000)));
    assert.ok(transactions.pendingFrames() > 60);
    transactions.checkpoint();
    assert.equal(transactions.pendingFrames(), 0);
    assert.equal(db.pragma("synchronous", { simple: true }), 2);
  }));

test("tells of a checkpoint that fails, and makes none after a failed sync", () =>
  withDatabase((db) => {
    const transactions = new Transactions(db);
    // A checkpoint is not possible within a transaction.
    db.exec("BEGIN IMMEDIATE");
    assert.throws(() => transactions.checkpoint(), { name: "StorageError" });
    assert.equal(db.inTransaction, false);
    const cause = Object.assign(new Error("disk I/O error"), { code: "SQLITE_IOERR_FSYNC" });
    const failing = () => {
      throw cause;
    };
    assert.throws(() => transactions.run("durable", failing), { name: "StorageError", code: "io" });
    assert.throws(() => transactions.checkpoint(), { name: "StorageError", code: "io", cause });
  }));

test("says of a file that may not grow that there is no room", () =>
  withDatabase((db) => {
    const transactions = new Transactions(db);
    const failing = () => {
      throw Object.assign(new Error("disk I/O error"), { code: "SQLITE_IOERR_WRITE" });
    };
    for (const [code, meaning] of [
      ["EFBIG", "full"],
      ["EIO", "io"],
    ] as const) {
      const write = mock.method(fs, "writeSync", () => {
        throw Object.assign(new Error(code), { code });
      });
      assert.throws(() => transactions.run("durable", failing), {
        name: "StorageError",
        code: meaning,
      });
      write.mock.restore();
    }
    transactions.run("durable", () => add(db, "a"));
  }));

test("tells how large the store is, and gives the log's room back", () =>
  withDatabase((db) => {
    const transactions = new Transactions(db);
    transactions.run("durable", () => add(db, "x".repeat(1_000_000)));
    transactions.run("durable", () => db.exec("DELETE FROM instance"));
    const { database, free, log } = transactions.size();
    assert.ok(database > 1_000_000 && free > 900_000 && log > 1_000_000);
    transactions.checkpoint();
    assert.equal(transactions.size().log, 0, "It begins anew");
    assert.ok(fs.statSync(`${db.name}-wal`).size > 1_000_000);
    transactions.emptyLog();
    assert.equal(fs.statSync(`${db.name}-wal`).size, 0);
  }));

test("writes nothing to a file that was deleted, moved or replaced, and goes on when it is back", () =>
  withDatabase(async (db) => {
    const transactions = new Transactions(db);
    const refuses = (path: string) => {
      for (const durability of ["ordered", "durable"] as const) {
        assert.throws(() => transactions.run(durability, () => add(db, "lost")), {
          name: "StorageError",
          code: "io",
          message: `Cannot write to the store: '${path}' was deleted, moved or replaced while it was open; put it back, or open the store again`,
        });
      }
    };
    for (const path of [db.name, `${db.name}-wal`]) {
      await rename(path, `${db.name}-away`);
      refuses(path);
      await writeFile(path, "");
      refuses(path);
      await rm(path);
      await rename(`${db.name}-away`, path);
    }
    transactions.run("durable", () => add(db, "a"));
    assert.deepEqual(names(db), ["a"]);
  }));
