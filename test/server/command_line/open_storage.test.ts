import assert from "node:assert/strict";
import { readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { StoreLayout } from "../../../adapters/filesystem/disk/_store_layout.ts";
import { StorageError } from "../../../core/mod.ts";
import { UsageError } from "../../../server/command_line/_usage_error.ts";
import { openStorage } from "../../../server/command_line/open_storage.ts";
import { flipBit } from "../../support/damage/flip_bit.ts";
import { filled, putBytes } from "../../support/filesystem_store.ts";
import { withTestSchema } from "../../support/postgres/test_schema.ts";
import { suite } from "../../support/suite.ts";
import { withTempDir } from "../../support/temp_dir.ts";

const test = suite("openStorage()");

const NO_LOG = () => {};

test("opens a memory", async () => {
  const storage = await openStorage("memory:", NO_LOG);
  assert.deepEqual(storage.capabilities, { durable: false, shared: false });
  await storage.close();
});

test("opens a file and a directory", () =>
  withTempDir(async (directory) => {
    for (const scheme of ["sqlite", "filesystem"]) {
      const storage = await openStorage(`${scheme}:${directory}/${scheme}:x`, NO_LOG);
      assert.equal(storage.capabilities.durable, true);
      await storage.close();
    }
    assert.ok((await readdir(directory)).includes("sqlite:x"));
  }));

test("says why a place cannot be used", () =>
  withTempDir(async (directory) => {
    await writeFile(`${directory}/file`, "not a store");
    for (const scheme of ["sqlite", "filesystem"]) {
      await assert.rejects(
        openStorage(`${scheme}:${directory}/file`, NO_LOG),
        (error) => error instanceof StorageError && error.message.startsWith("Cannot open '"),
      );
    }
  }));

const REFUSED: readonly (readonly [url: string, problem: RegExp])[] = [
  ["memory", /write 'memory:'$/],
  ["sqlite:", /write 'sqlite:FILE'$/],
  ["filesystem", /write 'filesystem:DIRECTORY'$/],
  ["file:x", /unknown kind 'file'/],
  ["memory:x", /write 'memory:'$/],
  ["memroy:", /unknown kind 'memroy'; did you mean 'memory:'\?$/],
  [
    "mysql://localhost",
    /unknown kind 'mysql'; known are 'sqlite:FILE', 'filesystem:DIRECTORY', 'memory:', 'postgres:\/\/USER@HOST\/DATABASE'$/,
  ],
  ["postgres:", /write 'postgres:\/\/USER@HOST\/DATABASE'$/],
  ["postgresql", /write 'postgresql:\/\/USER@HOST\/DATABASE'$/],
  ["postgres:u@h", /does not look like 'postgres:\/\/user@host:5432\/database'$/],
  ["postgresql://u@h/d?schem=x", /no parameter 'schem'; did you mean 'schema'\?$/],
  ["", /unknown kind ''/],
  ["filesystem:~/x", /'~' is not replaced here; write 'filesystem:\/.*\/x'$/],
  ["sqlite:~", /'~' is not replaced here; write 'sqlite:\/.*'$/],
  ["sqlite:~me/x.db", /'~' is not replaced here; write the whole path$/],
  ["sqlite::memory:", /write 'memory:'$/],
  ["sqlite:memory:", /write 'memory:'$/],
  ["filesystem::memory:", /write 'memory:'$/],
  ["memory::", /write 'memory:'$/],
  ["filesystem:$HOME/x", /'\$HOME' is not replaced here; write the whole path$/],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as an environment file may have it.
  ["sqlite:${DATA}/x", /'\$\{DATA\}' is not replaced here/],
  ["sqlite: varpost.db", /blanks around the path$/],
  ["filesystem: ", /blanks around the path$/],
  ["sqlite://varpost.db", /write 'sqlite:varpost.db', or 'sqlite:\/varpost.db' for a whole path$/],
  ["filesystem://values/x", /write 'filesystem:values\/x', or/],
];

for (const [url, problem] of REFUSED) {
  test(`refuses '${url}'`, () =>
    assert.rejects(
      openStorage(url, NO_LOG),
      (error) => error instanceof UsageError && problem.test(error.message),
    ));
}

test("opens tables of PostgreSQL", () =>
  withTestSchema(async ({ connectionString, schema }) => {
    const url = new URL(connectionString);
    for (const protocol of ["postgres:", "postgresql:"]) {
      const rest = `${url.href.slice(url.protocol.length)}?schema=${schema}`;
      const storage = await openStorage(`${protocol}${rest}`, NO_LOG);
      assert.deepEqual(storage.capabilities, { durable: true, shared: true });
      await storage.close();
    }
  }));

for (const url of ["postgers://u:secret@h", "sqlite://u:secret@h/x", "memory:u:secret@h"]) {
  test(`shows no password when it refuses '${url}'`, () =>
    assert.rejects(openStorage(url, NO_LOG), (error) => {
      assert.ok(error instanceof UsageError);
      return error.message.includes("u:***@h") && !error.message.includes("secret");
    }));
}

test("tells the damage of a filesystem store, and opens it only if that is accepted", () =>
  withTempDir(async (directory) => {
    const url = `filesystem:${directory}`;
    const lines: unknown[] = [];
    const open = (acceptDamage?: boolean) =>
      openStorage(
        url,
        (level, message, fields) => lines.push([level, message, fields]),
        acceptDamage,
      );
    let storage = await open();
    for (const name of ["a", "b", "c"]) await storage.apply("i", [putBytes(name, filled(100, 1))]);
    await storage.close();
    const { log } = new StoreLayout(directory);
    const [segment = ""] = await readdir(log);
    const file = join(log, segment);
    const { size } = await stat(file);
    await flipBit(file, 8 * Math.floor(size / 3) + 8 * 12);
    await flipBit(file, 8 * 90);
    await assert.rejects(open(), { code: "corrupt", message: /--accept-damage/ });
    lines.length = 0;
    storage = await open(true);
    await assert.rejects(storage.stat("i", "a"), { code: "corrupt" });
    await storage.close();
    assert.equal(lines.length, 2);
  }));

test("accepts damage of filesystem stores alone", () =>
  assert.rejects(openStorage("memory:", NO_LOG, true), {
    name: "UsageError",
    message: /only a filesystem store/,
  }));
