import assert from "node:assert/strict";
import { mkdir, readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { FilesystemStorage } from "../../../adapters/filesystem.ts";
import { SqliteStorage } from "../../../adapters/sqlite.ts";
import { runVarpost } from "../../support/run_varpost.ts";
import { startServerProcess } from "../../support/server_process.ts";
import { suite } from "../../support/suite.ts";
import { withTempDir } from "../../support/temp_dir.ts";
import { SOURCE_FLAGS } from "../../support/transpiling/source_flags.ts";

const test = suite("varpost backup");

const SERVER = [...SOURCE_FLAGS, resolve("server/main.ts")];

for (const kind of ["sqlite", "filesystem"] as const) {
  test(`copies a store that a server has open: ${kind}`, () =>
    withTempDir(async (directory) => {
      const path = join(directory, "store");
      const url = `${kind}:${path}`;
      const server = await startServerProcess(
        [process.execPath, ...SERVER, "--storage", url, "--port", "0"],
        {},
      );
      try {
        const variable = `${server.url}/process-instance/order-1/variables/total`;
        const put = (value: number) =>
          fetch(variable, {
            method: "PUT",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ type: "Integer", value }),
          });
        assert.equal((await put(42)).status, 204);
        const socket = kind === "sqlite" ? `${path}-admin` : join(path, "admin");
        assert.equal((await stat(socket)).mode & 0o777, 0o600);
        await mkdir(join(directory, "copies"));
        const backup = await runVarpost(directory, ["backup", url, "copies/copy"]);
        assert.match(backup.stdout, /^backed up to 'copies\/copy' in [\d.]+ s\n$/);
        assert.equal(backup.code, 0);
        assert.equal((await put(43)).status, 204);
        const again = await runVarpost(directory, ["backup", url, "copies/copy"]);
        assert.match(
          again.stderr,
          /^varpost: Cannot make the backup .*: there is something already\n$/,
        );
        assert.equal(again.code, 1);
        assert.deepEqual(await readdir(join(directory, "copies")), ["copy"]);
        const locked = await runVarpost(directory, ["verify", url]);
        assert.match(locked.stderr, /If that is a server, stop it, or take a copy/);
      } finally {
        await server.stop();
      }
      const left = await readdir(kind === "sqlite" ? directory : path);
      assert.ok(!left.some((name) => name.endsWith("admin")), left.join());
      const place = join(directory, "copies/copy");
      const copy = await (kind === "sqlite"
        ? SqliteStorage.open(place)
        : FilesystemStorage.open(place));
      const record = await copy.stat("order-1", "total");
      assert.equal(Buffer.from(record?.inline ?? []).toString(), "42");
      await copy.close();
    }));
}

test("copies a store that nobody has open, and no PostgreSQL", () =>
  withTempDir(async (directory) => {
    const storage = await SqliteStorage.open(join(directory, "a.db"));
    await storage.close();
    assert.equal((await runVarpost(directory, ["backup", "sqlite:a.db", "b.db"])).code, 0);
    assert.ok((await readdir(directory)).includes("b.db"));
    const postgres = await runVarpost(directory, ["backup", "postgres://a@b/c", "d"]);
    assert.match(postgres.stderr, /^varpost: Cannot make a backup of PostgreSQL: take pg_dump/);
    assert.equal(postgres.code, 2);
  }));
