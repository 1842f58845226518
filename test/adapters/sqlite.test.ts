import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { open as openFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { promisify } from "node:util";
import Database from "better-sqlite3";
import type { ContractSubject } from "../../adapters/contract.ts";
import { SqliteStorage } from "../../adapters/sqlite.ts";
import type { OpenVariable, Precondition } from "../../core/storage/storage.ts";
import { testContract } from "../support/contract_runner.ts";
import { withFreeBytes } from "../support/free_bytes.ts";
import { copySqliteStore, sqliteLeftovers } from "../support/sqlite_leftovers.ts";
import { suite } from "../support/suite.ts";
import { withTempDir } from "../support/temp_dir.ts";
import { SOURCE_FLAGS } from "../support/transpiling/source_flags.ts";
import { until } from "../support/until.ts";

const test = suite("SqliteStorage");

const withSubject = (run: (subject: ContractSubject) => Promise<void>) =>
  withTempDir((directory) => {
    let file = join(directory, "store.db");
    return run({
      open: () => SqliteStorage.open(file),
      leftovers: () => sqliteLeftovers(file),
      crash: async () => {
        copySqliteStore(file, `${file}-crashed`);
        file = `${file}-crashed`;
      },
      whileFull: (body) => withFreeBytes(() => 0, body),
    });
  });

testContract(test, { durable: true, shared: false }, withSubject, {
  queries: true,
  health: true,
  fullDisk: true,
});

async function put(
  storage: SqliteStorage,
  name: string,
  content: Uint8Array,
  condition: Precondition = {},
): Promise<void> {
  const change = { op: "put", name, type: "Bytes", valueInfo: {}, content, condition } as const;
  await storage.apply("i", [change]);
}

const LARGE = new Uint8Array(3_000_000).fill(7);

test("keeps the order of calls behind a large array, which is written in several turns", () =>
  withTempDir(async (directory) => {
    const storage = await SqliteStorage.open(join(directory, "store.db"));
    const sizes: (number | undefined)[] = [];
    const seen = async () => sizes.push((await storage.stat("i", "a"))?.size);
    await Promise.all([
      put(storage, "a", LARGE).then(seen),
      put(storage, "a", LARGE.subarray(1)).then(seen),
      put(storage, "a", LARGE.subarray(0, 10)).then(seen),
      storage.apply("i", [{ op: "delete", name: "a" }]).then(seen),
    ]);
    assert.deepEqual(sizes, [3_000_000, 2_999_999, 10, undefined]);
    await storage.close();
  }));

test("lets others have their turn within a burst of calls, and keeps the order of these", () =>
  withTempDir(async (directory) => {
    const storage = await SqliteStorage.open(join(directory, "store.db"));
    let turns = 0;
    let done = false;
    const count = () => {
      turns++;
      if (!done) setImmediate(count);
    };
    setImmediate(count);
    const ended: { call: number; turn: number }[] = [];
    await Promise.all(
      Array.from({ length: 128 }, (_, call) =>
        put(storage, "a", LARGE.subarray(0, 65_536 + call)).then(() =>
          ended.push({ call, turn: turns }),
        ),
      ),
    );
    done = true;
    assert.deepEqual(
      ended.map(({ call }) => call),
      Array.from({ length: 128 }, (_, call) => call),
    );
    const perTurn = new Map<number, number>();
    for (const { turn } of ended) perTurn.set(turn, (perTurn.get(turn) ?? 0) + 1);
    assert.ok(Math.max(...perTurn.values()) <= 16, "At most about 1 MB in a turn");
    assert.equal((await storage.stat("i", "a"))?.size, 65_536 + 127);
    await storage.close();
  }));

test("refuses an upload that the disk has no room for, and goes on as before with the room there was", () =>
  withTempDir(async (directory) => {
    const file = join(directory, "store.db");
    const storage = await SqliteStorage.open(file);
    const used = () => statSync(file).size + statSync(`${file}-wal`).size;
    // The bytes of the store's files are not free.
    const free = () => 20_000_000 - used();
    await withFreeBytes(free, async () => {
      await put(storage, "a", LARGE.subarray(0, 1_000));
      const before = used();
      for (let i = 0; i < 2; i++) {
        await assert.rejects(storage.stage(chunks(30_000_000)), FULL);
        await put(storage, `small${i}`, LARGE.subarray(0, 1_000));
        while (used() > before + 200_000) await turn();
      }
      await put(storage, "fits", LARGE);
      await storage.apply("i", [{ op: "delete", name: "fits" }]);
    });
    assert.deepEqual(
      (await storage.list("i")).map(({ name }) => name),
      ["a", "small0", "small1"],
    );
    await storage.close();
  }));

test("opens where the log has no room in the database, is read there, and goes on when there is room", () =>
  withTempDir(async (directory) => {
    const [file, left] = [join(directory, "store.db"), join(directory, "left.db")];
    const storage = await SqliteStorage.open(file);
    await put(storage, "a", LARGE);
    copySqliteStore(file, left);
    await storage.close();
    const script = `
      const { SqliteStorage } = await import(${JSON.stringify(MODULE)});
      const storage = await SqliteStorage.open(${JSON.stringify(left)});
      const codes = [];
      const outcome = (name, call) => call.then(() => name, (error) => name + " " + error.code);
      const content = new Uint8Array(10);
      const put = { op: "put", name: "b", type: "Bytes", valueInfo: {}, content };
      console.log([
        (await storage.stat("i", "a")).size,
        await outcome("put", storage.apply("i", [put])),
        await outcome("delete", storage.apply("i", [{ op: "delete", name: "a" }])),
        (await storage.list("i")).length,
        await outcome("close", storage.close()),
      ].join(", "));`;
    const node = [process.execPath, ...SOURCE_FLAGS, "--input-type=module", "--eval", script];
    // The limit is in KiB. The log has 3 MB and stays; the database may not become as long.
    const limited = ["-c", 'ulimit -f 1024; exec "$@"', "limited", ...node];
    const { stdout } = await promisify(execFile)("bash", limited);
    assert.equal(stdout.trim(), "3000000, put full, delete full, 1, close");
    const reopened = await SqliteStorage.open(left);
    assert.equal((await reopened.stat("i", "a"))?.size, LARGE.length);
    await put(reopened, "b", LARGE);
    await reopened.close();
  }));

test("a largest size of files is a full disk", () =>
  withTempDir(async (directory) => {
    const script = `
      const { SqliteStorage } = await import(${JSON.stringify(MODULE)});
      const storage = await SqliteStorage.open(${JSON.stringify(join(directory, "store.db"))});
      const outcome = (call) => call.then(() => "done", (error) => error.code);
      const put = (content) => outcome(
        storage.apply("i", [{ op: "put", name: "a", type: "Bytes", valueInfo: {}, content }]));
      console.log([
        await put(new Uint8Array(30_000_000)),
        await put(new Uint8Array(1_000)),
        await outcome(storage.apply("i", [{ op: "delete", name: "a" }])),
        await outcome(storage.close()),
      ].join(", "));`;
    const node = [process.execPath, ...SOURCE_FLAGS, "--input-type=module", "--eval", script];
    const limited = ["-c", 'ulimit -f 16384; exec "$@"', "limited", ...node];
    const { stdout } = await promisify(execFile)("bash", limited);
    assert.equal(stdout.trim(), "full, done, done, done");
  }));

test("leaves nothing of a large array whose precondition fails", () =>
  withTempDir(async (directory) => {
    const file = join(directory, "store.db");
    const storage = await SqliteStorage.open(file);
    await assert.rejects(put(storage, "a", LARGE, { ifMatch: "*" }), {
      name: "PreconditionFailedError",
    });
    await until(async () => (await sqliteLeftovers(file)).length === 0);
    await storage.close();
  }));

test("waits on closing for a large array that is being written", () =>
  withTempDir(async (directory) => {
    const file = join(directory, "store.db");
    const storage = await SqliteStorage.open(file);
    const putting = put(storage, "a", LARGE);
    await storage.close();
    await putting;
    const reopened = await SqliteStorage.open(file);
    assert.equal((await reopened.stat("i", "a"))?.size, LARGE.length);
    await reopened.close();
  }));

test("says that a damaged page is damaged, whoever meets it", () =>
  withTempDir(async (directory) => {
    const file = join(directory, "store.db");
    let storage = await SqliteStorage.open(file);
    await put(storage, "a", LARGE);
    await storage.close();
    const db = new Database(file, { readonly: true });
    const pages = Number(db.pragma("page_count", { simple: true }));
    const size = Number(db.pragma("page_size", { simple: true }));
    const index = "SELECT rootpage FROM sqlite_schema WHERE name = 'variable_by_name'";
    const root = db.prepare(index).pluck().get();
    db.close();

    await damagePage(file, Math.floor(pages / 2), size);
    storage = await SqliteStorage.open(file);
    const variable = await storage.open("i", "a");
    await assert.rejects(readAll(variable), CORRUPT);
    await storage.close();

    await damagePage(file, Number(root), size);
    storage = await SqliteStorage.open(file);
    await assert.rejects(storage.stat("i", "a"), CORRUPT);
    await assert.rejects(storage.list("i"), CORRUPT);
    await assert.rejects(put(storage, "a", LARGE.subarray(0, 10)), CORRUPT);
    await storage.close();
  }));

test("is refused for a folder that is not there", async () => {
  await assert.rejects(SqliteStorage.open("/missing/store.db"), {
    name: "StorageError",
    code: "io",
  });
});

const MODULE = new URL("../../adapters/sqlite.ts", import.meta.url).href;

const FULL = { name: "StorageError", code: "full" };

async function* chunks(size: number): AsyncGenerator<Uint8Array> {
  for (let left = size; left > 0; left -= LARGE.length) yield LARGE.subarray(0, left);
}

const CORRUPT = { name: "StorageError", code: "corrupt" };

async function readAll(variable: OpenVariable | undefined): Promise<void> {
  for await (const chunk of variable?.read() ?? []) assert.ok(chunk.length > 0);
}

/**
 * Overwrites a page.
 *
 * @param page Number of the page, from 1, as SQLite counts.
 */
async function damagePage(file: string, page: number, size: number): Promise<void> {
  const handle = await openFile(file, "r+");
  await handle.write(new Uint8Array(size).fill(0xff), 0, size, (page - 1) * size);
  await handle.close();
}
