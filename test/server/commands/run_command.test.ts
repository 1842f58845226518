import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { content, sourceOf } from "../../../adapters/contract/_content.ts";
import { FilesystemStorage } from "../../../adapters/filesystem.ts";
import { SqliteStorage } from "../../../adapters/sqlite.ts";
import type { VariableStorage } from "../../../core/storage/storage.ts";
import { flipBit } from "../../support/damage/flip_bit.ts";
import { testPool } from "../../support/postgres/test_pool.ts";
import { withTestSchema } from "../../support/postgres/test_schema.ts";
import { runVarpost } from "../../support/run_varpost.ts";
import { suite } from "../../support/suite.ts";
import { withTempDir } from "../../support/temp_dir.ts";
import { SOURCE_FLAGS } from "../../support/transpiling/source_flags.ts";

const test = suite("the commands");

test("have a usage, and are in that of the program", async () => {
  await withTempDir(async (directory) => {
    const { stdout } = await runVarpost(directory, ["--help"]);
    for (const name of ["backup", "copy", "verify", "hash-password"]) {
      assert.match(stdout, new RegExp(`\\n {2}varpost ${name} `));
      const help = await runVarpost(directory, [name, "--help"]);
      assert.match(help.stdout, new RegExp(`^Usage: varpost ${name}\\b`));
      assert.equal(help.code, 0);
    }
  });
});

test("refuse wrong arguments with exit code 2, and say how to write them", async () => {
  await withTempDir(async (directory) => {
    for (const [args, message] of [
      [["copy"], "FROM is missing"],
      [["copy", "sqlite:a"], "TO is missing"],
      [["copy", "sqlite:a", "sqlite:b", "c"], "'c' is one argument too many"],
      [
        ["copy", "--resum", "sqlite:a", "sqlite:b"],
        "unknown option '--resum'; did you mean '--resume'?",
      ],
      [["copy", "--verify=1", "sqlite:a", "sqlite:b"], "'--verify' takes no value"],
    ] as const) {
      const { code, stderr } = await runVarpost(directory, args);
      assert.equal(
        stderr,
        `varpost: Cannot read the command line: ${message}; 'varpost copy --help' says how to write it\n`,
      );
      assert.equal(code, 2);
    }
    const memory = await runVarpost(directory, ["copy", "memory:", "sqlite:b"]);
    assert.match(memory.stderr, /^varpost: Cannot use storage 'memory:' here: it ends/);
    assert.equal(memory.code, 2);
  });
});

test("copy: copies a store to another one, compares, and resumes", async () => {
  await withTempDir(async (directory) => {
    const sqlite = await SqliteStorage.open(`${directory}/a.db`);
    await fill(sqlite);
    await sqlite.close();
    const copied = await runVarpost(directory, ["copy", "sqlite:a.db", "filesystem:b", "--verify"]);
    assert.equal(copied.stderr, "");
    assert.match(
      copied.stdout,
      /^copied 40 variables of 20 instances, 98\.6 KiB, in [\d.]+ s; all compared, and the same\n$/,
    );
    const again = await runVarpost(directory, ["copy", "sqlite:a.db", "filesystem:b"]);
    assert.match(again.stderr, /^varpost: Cannot copy: the target has variables already/);
    assert.equal(again.code, 1);
    const resumed = await runVarpost(directory, [
      "copy",
      "sqlite:a.db",
      "filesystem:b",
      "--resume",
    ]);
    assert.equal(resumed.code, 0);
    const copy = await FilesystemStorage.open(`${directory}/b`);
    assert.equal((await copy.instances()).length, 20);
    await copy.close();
  });
});

test("copy: refuses a source that is not there, and one that is open", async () => {
  await withTempDir(async (directory) => {
    const missing = await runVarpost(directory, ["copy", "filesystem:a", "sqlite:b.db"]);
    assert.equal(missing.stderr, "varpost: Cannot open 'filesystem:a': there is none\n");
    assert.equal(missing.code, 1);
    const storage = await FilesystemStorage.open(`${directory}/a`);
    const locked = await runVarpost(directory, ["copy", "filesystem:a", "sqlite:b.db"]);
    assert.match(
      locked.stderr,
      /If that is a server, stop it, or take a copy from it with 'varpost backup filesystem:a FILE'/,
    );
    await storage.close();
    await symlink("a", join(directory, "b"));
    const same = await runVarpost(directory, ["copy", "filesystem:a", "filesystem:b", "--resume"]);
    assert.match(
      same.stderr,
      /If that is this command, FROM and TO are one store: give another TO\n$/,
    );
    assert.equal(same.code, 1);
  });
});

test("refuse a store that is empty, and leave it as it is", async () => {
  await withTempDir(async (directory) => {
    await writeFile(join(directory, "a.db"), "");
    await writeFile(join(directory, "a.db-wal"), "a log");
    for (const args of [
      ["verify", "sqlite:a.db"],
      ["copy", "sqlite:a.db", "filesystem:b"],
      ["backup", "sqlite:a.db", "b"],
    ]) {
      const { code, stderr } = await runVarpost(directory, args);
      assert.equal(stderr, "varpost: Cannot open 'sqlite:a.db': there is none\n");
      assert.equal(code, 1);
    }
    assert.deepEqual(await readdir(directory), ["a.db", "a.db-wal"]);
    assert.equal(await readFile(join(directory, "a.db-wal"), "utf8"), "a log");
  });
});

test("refuse a schema without a store, and make none", async () => {
  await withTempDir((directory) =>
    withTestSchema(async ({ connectionString, schema }) => {
      const url = new URL(connectionString);
      url.searchParams.set("schema", schema);
      for (const args of [
        ["verify", url.href],
        ["copy", url.href, "filesystem:b"],
      ]) {
        const { code, stderr } = await runVarpost(directory, args);
        assert.match(stderr, /^varpost: Cannot open 'postgres.*': there is none\n$/);
        assert.equal(code, 1);
      }
      const copied = await runVarpost(directory, ["copy", "sqlite:a.db", url.href]);
      assert.match(copied.stderr, /'sqlite:a.db': there is none/);
      const found = await testPool(connectionString).query(
        "SELECT FROM pg_namespace WHERE nspname = $1",
        [schema],
      );
      assert.equal(found.rowCount, 0);
      assert.deepEqual(await readdir(directory), []);
    }),
  );
});

test("verify: goes on if nobody reads what it says", async () => {
  await withTempDir(async (directory) => {
    const storage = await FilesystemStorage.open(join(directory, "a"));
    await fill(storage);
    await storage.close();
    const varpost = spawn(
      process.execPath,
      [...SOURCE_FLAGS, resolve("server/main.ts"), "verify", "filesystem:a"],
      { cwd: directory, stdio: ["ignore", "pipe", "pipe"] },
    );
    varpost.stdout.destroy();
    const [errors, [code]] = await Promise.all([text(varpost.stderr), once(varpost, "close")]);
    assert.equal(errors, "");
    assert.equal(code, 0);
  });
});

test("verify: names what is damaged, with exit code 1", async () => {
  await withTempDir(async (directory) => {
    for (const kind of ["filesystem", "sqlite"] as const) {
      const path = `${directory}/${kind}`;
      const storage = await (kind === "sqlite"
        ? SqliteStorage.open(path)
        : FilesystemStorage.open(path));
      await fill(storage);
      await storage.close();
      const whole = await runVarpost(directory, ["verify", `${kind}:${kind}`]);
      assert.match(whole.stdout, /^read 4\d values, [\d.]+ KiB, in [\d.]+ s: no damage\n$/);
      assert.equal(whole.code, 0);
      await damage(kind === "sqlite" ? path : `${path}/contents`);
      const found = await runVarpost(directory, ["verify", `${kind}:${kind}`]);
      assert.match(
        found.stdout,
        /^damaged: variable 'large' of instance 'order-0': .*\nread .*: 1 damage\n$/,
      );
      assert.equal(found.code, 1);
    }
  });
});

test("copy: names a damaged value, and goes on when it was set again", async () => {
  await withTempDir(async (directory) => {
    const path = join(directory, "a");
    const storage = await FilesystemStorage.open(path);
    await fill(storage);
    await storage.close();
    await damage(join(path, "contents"));
    const broken = await runVarpost(directory, ["copy", "filesystem:a", "sqlite:b.db"]);
    assert.match(
      broken.stderr,
      /^varpost: Cannot copy variable 'large' of instance 'order-0': .*\. What was copied stays; '--resume' goes on with it\n$/,
    );
    assert.equal(broken.code, 1);
    const mended = await FilesystemStorage.open(path);
    const put = { op: "put", type: "Bytes", valueInfo: {} } as const;
    await mended.apply("order-0", [{ ...put, name: "large", content: content(100_000, 2) }]);
    await mended.close();
    const options = ["--resume", "--verify"];
    const copied = await runVarpost(directory, ["copy", "filesystem:a", "sqlite:b.db", ...options]);
    assert.equal(copied.stderr, "");
    assert.match(
      copied.stdout,
      /^copied 39 variables of 20 instances, .*; all compared, and the same\n$/,
    );
  });
});

/** Flips a bit of the large value. */
async function damage(path: string): Promise<void> {
  const file = (await stat(path)).isDirectory() ? join(path, (await readdir(path))[0] ?? "") : path;
  const bytes = await readFile(file);
  const at = bytes.indexOf(content(100_000, 1).subarray(90_000, 90_100));
  assert.ok(at > 0);
  await flipBit(file, 8 * at);
}

async function fill(storage: VariableStorage): Promise<void> {
  for (let i = 0; i < 20; i++) {
    const put = { op: "put", type: "Bytes", valueInfo: {} } as const;
    const large = await storage.stage(sourceOf(content(i === 0 ? 100_000 : 3, i + 1)));
    await storage.apply(`order-${i}`, [
      { ...put, name: "small", content: content(i === 0 ? 876 : 0) },
      { ...put, name: "large", content: large },
    ]);
  }
}
