import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFile, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { promisify } from "node:util";
import Database from "better-sqlite3";
import { openDatabase } from "../../../adapters/sqlite/_database.ts";
import type { StorageErrorCode } from "../../../core/storage/storage_error.ts";
import { suite } from "../../support/suite.ts";
import { withTempDir } from "../../support/temp_dir.ts";
import { SOURCE_FLAGS } from "../../support/transpiling/source_flags.ts";

const test = suite("openDatabase()");
const run = promisify(execFile);

const MODULE = new URL("../../../adapters/sqlite/_database.ts", import.meta.url).href;

async function refuses(path: string, code: StorageErrorCode, message: RegExp): Promise<void> {
  await assert.rejects(openDatabase(path), { name: "StorageError", code, message });
}

/** Opens `path` in a process of its own, after the code `preload`. Returns what it prints: "opened" or the error. */
async function openElsewhere(path: string, preload = ""): Promise<string> {
  const script = `${preload}
    const { openDatabase } = await import(${JSON.stringify(MODULE)});
    const outcome = await openDatabase(${JSON.stringify(path)}).then(
      (db) => (db.close(), "opened"),
      (error) => error.code + ": " + error.message,
    );
    process.stdout.write(outcome);`;
  const flags = [...SOURCE_FLAGS, "--input-type=module", "--eval", script];
  return (await run(process.execPath, flags)).stdout;
}

/** Code that replaces better-sqlite3 by a module with this source, or makes importing it fail as if it were not installed. */
function replaceDriver(source: string | undefined): string {
  const hooks = `export async function resolve(specifier, context, next) {
    if (specifier !== "better-sqlite3") return next(specifier, context);
    const source = ${JSON.stringify(source ?? null)};
    if (source === null) throw Object.assign(new Error("Not found"), { code: "ERR_MODULE_NOT_FOUND" });
    return { url: "data:text/javascript," + encodeURIComponent(source), shortCircuit: true };
  }`;
  const url = `data:text/javascript,${encodeURIComponent(hooks)}`;
  return `import { register } from "node:module"; register(${JSON.stringify(url)});`;
}

test("makes a file with the pages and the log that the measurements ask for", () =>
  withTempDir(async (directory) => {
    await writeFile(join(directory, "empty.db"), "");
    for (const name of ["new.db", "empty.db"]) {
      const db = await openDatabase(join(directory, name));
      const pragma = (pragmaName: string) => db.pragma(pragmaName, { simple: true });
      assert.equal(pragma("page_size"), 4_096);
      assert.equal(pragma("auto_vacuum"), 2);
      assert.equal(pragma("journal_mode"), "wal");
      assert.equal(pragma("locking_mode"), "exclusive");
      assert.equal(pragma("encoding"), "UTF-8");
      assert.equal(pragma("user_version"), 3);
      assert.equal((await stat(`${db.name}-wal`)).size, 0, "All of it is in the database");
      db.close();
    }
    assert.deepEqual(await readdir(directory), ["empty.db", "new.db"]);
  }));

test("opens a file again", () =>
  withTempDir(async (directory) => {
    const path = join(directory, "store.db");
    (await openDatabase(path)).close();
    const db = await openDatabase(path);
    assert.equal(db.pragma("user_version", { simple: true }), 3);
    db.close();
  }));

test("refuses a file that is open, in this process and in another, and takes it once it is closed", () =>
  withTempDir(async (directory) => {
    const path = join(directory, "store.db");
    const db = await openDatabase(path);
    await refuses(
      path,
      "locked",
      /^Cannot open '.*store\.db': another process has it open, perhaps a running varpost$/,
    );
    assert.match(await openElsewhere(path), /^locked: /);
    await refuses(path, "locked", /another process/);
    db.close();
    assert.equal(await openElsewhere(path), "opened");
  }));

test("waits for a lock that is only there for a moment, as of another that is opening the file", () =>
  withTempDir(async (directory) => {
    const path = join(directory, "store.db");
    (await openDatabase(path)).close();
    const other = new Database(path);
    other.pragma("user_version");
    const [db] = await Promise.all([openDatabase(path), turn().then(() => other.close())]);
    db.close();
  }));

test("takes what a killed process left in the log into the database before anything else is written", () =>
  withTempDir(async (directory) => {
    const [path, left] = [join(directory, "store.db"), join(directory, "left.db")];
    const db = await openDatabase(path);
    db.exec("INSERT INTO instance (name) VALUES ('a')");
    for (const suffix of ["", "-wal"]) await copyFile(path + suffix, left + suffix);
    db.close();
    const opened = await openDatabase(left);
    assert.equal((await stat(`${left}-wal`)).size, 0);
    assert.deepEqual(opened.prepare("SELECT name FROM instance").pluck().all(), ["a"]);
    opened.close();
  }));

test("refuses what is no SQLite database, and leaves it as it is", () =>
  withTempDir(async (directory) => {
    const path = join(directory, "notes.txt");
    const text = "These are notes, and by no means a database. ".repeat(100);
    for (const length of [text.length, 100, 2, 1]) {
      await writeFile(path, text.slice(0, length));
      await refuses(path, "corrupt", /: it is not an SQLite database$/);
      assert.equal(await readFile(path, "utf8"), text.slice(0, length));
    }
  }));

test("refuses another program's database, and leaves it as it is", () =>
  withTempDir(async (directory) => {
    for (const [name, pragma] of [
      ["tables.db", "application_id = 0"],
      ["owned.db", "application_id = 7"],
      ["versioned.db", "user_version = 3"],
    ] as const) {
      const path = join(directory, name);
      const other = new Database(path);
      other.pragma(pragma);
      if (name === "tables.db") other.exec("CREATE TABLE a (b)");
      other.close();
      const before = await readFile(path);
      await refuses(path, "corrupt", /: it is the SQLite database of another program$/);
      assert.deepEqual(await readFile(path), before);
    }
  }));

test("refuses a format that is not known", () =>
  withTempDir(async (directory) => {
    const path = join(directory, "store.db");
    for (const version of [4, 0]) {
      const db = version === 4 ? await openDatabase(path) : new Database(path);
      db.pragma(`user_version = ${version}`);
      db.close();
      await refuses(
        path,
        "corrupt",
        /: it has format \d, but this version of varpost knows 1 to 3$/,
      );
    }
  }));

test("refuses a missing folder and a folder", () =>
  withTempDir(async (directory) => {
    await refuses(join(directory, "missing", "store.db"), "io", /directory does not exist/);
    await mkdir(join(directory, "folder"));
    await refuses(join(directory, "folder"), "io", /: the file cannot be opened$/);
  }));

test("takes a name that SQLite gives a meaning for a file name", () =>
  withTempDir(async (directory) => {
    const before = process.cwd();
    process.chdir(directory);
    try {
      for (const name of [":memory:", "file:a.db?mode=memory"]) (await openDatabase(name)).close();
      assert.deepEqual((await readdir(".")).sort(), [":memory:", "file:a.db?mode=memory"]);
    } finally {
      process.chdir(before);
    }
  }));

test("says what to install when better-sqlite3 is not there", () =>
  withTempDir(async (directory) => {
    const outcome = await openElsewhere(join(directory, "store.db"), replaceDriver(undefined));
    assert.equal(
      outcome,
      "io: Cannot use SQLite: better-sqlite3 is not installed: npm leaves it out where it cannot build it. Install python3, make and g++, then 'npm install better-sqlite3', or use '--storage filesystem:DIR'",
    );
    assert.deepEqual(await readdir(directory), []);
  }));

test("says what to do when better-sqlite3 was not built", () =>
  withTempDir(async (directory) => {
    const unbuilt = "export default class { constructor() { throw new Error('No bindings'); } }";
    const outcome = await openElsewhere(join(directory, "store.db"), replaceDriver(unbuilt));
    assert.match(
      outcome,
      /^io: Cannot use SQLite: .*filesystem:DIR.*python3, make and g\+\+, then 'npm rebuild better-sqlite3'$/,
    );
  }));
