import assert from "node:assert/strict";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { Checkpoints } from "../../../adapters/sqlite/_checkpoints.ts";
import { openDatabase } from "../../../adapters/sqlite/_database.ts";
import { Transactions } from "../../../adapters/sqlite/_transactions.ts";
import { WriteTurns } from "../../../adapters/sqlite/_write_turns.ts";
import { withFreeBytes } from "../../support/free_bytes.ts";
import { suite } from "../../support/suite.ts";
import { withTempDir } from "../../support/temp_dir.ts";

const test = suite("WriteTurns");

interface WriteOptions {
  readonly check?: Error;
  readonly write?: Error;
  readonly bytes?: number;
  readonly grows?: boolean;
}

interface Turns {
  readonly turns: WriteTurns;
  /** The events so far, in their order. */
  readonly events: string[];
  /** The names in the store. */
  kept(): unknown[];
  /** Starts a write that adds a name. */
  write(name: string, options?: WriteOptions): void;
  /** Starts a write whose check cannot read the disk. */
  writeUnreadable(name: string): void;
  addRow(name: string, fault?: Error): Promise<void>;
}

async function withTurns(run: (turns: Turns) => Promise<void>): Promise<void> {
  await withTempDir(async (directory) => {
    const db = await openDatabase(join(directory, "store.db"));
    const transactions = new Transactions(db);
    const checkpoints = new Checkpoints(transactions);
    const turns = new WriteTurns(transactions, checkpoints, { pending: false, runSlice() {} });
    const insert = db.prepare("INSERT INTO instance (name) VALUES (?)");
    const events: string[] = [];
    const add = (name: string, fault?: Error) => {
      insert.run(name);
      if (fault !== undefined) throw fault;
    };
    await run({
      turns,
      events,
      kept: () => db.prepare("SELECT name FROM instance ORDER BY id").pluck().all(),
      write: (name, { check, write, bytes = 100, grows = true } = {}) =>
        turns.commit({
          bytes,
          grows,
          check() {
            if (check !== undefined) throw check;
          },
          write: () => add(name, write),
          committed: () => events.push(`${name} committed`),
          failed: () => events.push(`${name} failed`),
        }),
      writeUnreadable: (name) =>
        turns.commit({
          bytes: 100,
          grows: true,
          check() {
            db.exec("ROLLBACK"); // As SQLite does by itself when it meets SQLITE_IOERR.
            throw new Error("disk I/O error");
          },
          write: () => add(name),
          committed: () => events.push(`${name} committed`),
          failed: () => events.push(`${name} failed`),
        }),
      addRow: (name, fault) => turns.writeRow(() => add(name, fault)),
    });
    turns.close();
    db.close();
  });
}

test("makes all changes of a turn at once and in their order", () =>
  withTurns(async ({ write, events, kept }) => {
    for (const name of ["a", "b", "c"]) write(name);
    assert.deepEqual(kept(), []);
    await turn();
    assert.deepEqual(kept(), ["a", "b", "c"]);
    assert.deepEqual(events, ["a committed", "b committed", "c committed"]);
  }));

test("a burst is cut by bytes: each turn makes 1 MB of it, the last change whole", () =>
  withTurns(async ({ write, kept }) => {
    for (const name of ["a", "b", "c", "d"]) write(name, { bytes: 400_000 });
    write("e", { bytes: 100_000_000 });
    write("f");
    write("g", { bytes: 100_000_000 });
    write("h");
    for (const expected of ["abc", "abcde", "abcdefg", "abcdefgh"]) {
      await turn();
      assert.equal(kept().join(""), expected);
    }
  }));

test("where there is no room for all, the small ones are made without the large ones", () =>
  withTurns(async ({ write, events, kept }) => {
    const full = Object.assign(new Error("Full"), { code: "SQLITE_FULL" });
    write("a");
    write("large", { bytes: 100_000, write: full });
    write("refused", { check: new Error("Refused") });
    write("b");
    await turn();
    assert.deepEqual(kept(), ["a", "b"]);
    assert.deepEqual(events, ["large failed", "refused failed", "a committed", "b committed"]);
    write("c", { write: full });
    write("deletion", { grows: false });
    await turn();
    assert.deepEqual(kept(), ["a", "b", "deletion"]);
  }));

test("where the disk is nearly full, contents and then small writes are refused, and deletions go on", () =>
  withTurns(async ({ write, addRow, events, kept }) => {
    let free = 3_000_000;
    await withFreeBytes(
      () => free,
      async () => {
        await addRow("row");
        free = 2_000_000;
        await assert.rejects(addRow("row 2"), { name: "StorageError", code: "full" });
        write("a");
        await turn();
        free = 500_000;
        write("b");
        write("deletion", { grows: false });
        await turn();
        free = 3_000_000;
        write("c");
        await addRow("row 3");
      },
    );
    assert.deepEqual(kept(), ["row", "a", "deletion", "c", "row 3"]);
    assert.deepEqual(events, ["a committed", "b failed", "deletion committed", "c committed"]);
  }));

test("where there is not room for all of a burst, what is over is refused, and leaves the rest to deletions", () =>
  withTurns(async ({ write, events, kept }) => {
    await withFreeBytes(
      () => 1_500_000,
      async () => {
        for (const name of ["a", "b", "c", "d"]) write(name, { bytes: 200_000 });
        write("e", { bytes: 1_000 });
        write("deletion", { grows: false });
        await turn();
      },
    );
    assert.deepEqual(kept(), ["a", "b", "e", "deletion"]);
    assert.deepEqual(events.slice(0, 2), ["c failed", "d failed"]);
  }));

test("closing makes all of a burst", () =>
  withTurns(async ({ turns, write, events, kept }) => {
    for (const name of ["a", "b", "c"]) write(name, { bytes: 2_000_000 });
    turns.close();
    assert.deepEqual(kept(), ["a", "b", "c"]);
    assert.deepEqual(events, ["a committed", "b committed", "c committed"]);
  }));

test("a change that is refused fails alone", () =>
  withTurns(async ({ write, events, kept }) => {
    write("a");
    write("b", { check: new Error("Refused") });
    write("c");
    await turn();
    assert.deepEqual(kept(), ["a", "c"]);
    assert.deepEqual(events, ["b failed", "a committed", "c committed"]);
  }));

test("a change that cannot be written fails with all others of its turn, and none is made", () =>
  withTurns(async ({ write, events, kept }) => {
    write("a");
    write("b", { write: new Error("Failed") });
    write("c");
    await turn();
    assert.deepEqual(kept(), []);
    assert.deepEqual(events.toSorted(), ["a failed", "b failed", "c failed"]);
    write("d");
    await turn();
    assert.deepEqual(kept(), ["d"]);
  }));

test("a check that cannot read fails all of its turn, and none is made", () =>
  withTurns(async ({ write, writeUnreadable, events, kept }) => {
    write("a");
    writeUnreadable("b");
    write("c");
    await turn();
    assert.deepEqual(kept(), []);
    assert.deepEqual(events.toSorted(), ["a failed", "b failed", "c failed"]);
    write("d");
    await turn();
    assert.deepEqual(kept(), ["d"]);
  }));

test("rows come after the changes, a few in each turn", () =>
  withTurns(async ({ write, addRow, kept }) => {
    const rows = Array.from({ length: 6 }, (_, i) => addRow(`row ${i}`));
    write("a");
    await turn();
    assert.deepEqual(kept(), ["a", "row 0", "row 1", "row 2", "row 3"]);
    write("b");
    await Promise.all(rows);
    assert.deepEqual(kept().slice(5), ["b", "row 4", "row 5"]);
  }));

test("a row that cannot be written fails with those of its transaction", () =>
  withTurns(async ({ addRow, kept }) => {
    const outcomes = await Promise.allSettled([addRow("a"), addRow("b", new Error("Failed"))]);
    for (const outcome of outcomes) {
      assert.equal(outcome.status, "rejected");
      assert.equal(outcome.reason.code, "io");
    }
    assert.deepEqual(kept(), []);
  }));

test("closing makes the changes that wait and rejects the rows", () =>
  withTurns(async ({ turns, write, addRow, events, kept }) => {
    write("a");
    const row = assert.rejects(addRow("row"), { name: "StorageError", code: "closed" });
    turns.close();
    await row;
    assert.deepEqual(events, ["a committed"]);
    turns.wake();
    await turn();
    assert.deepEqual(kept(), ["a"]);
  }));
