import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { DirectoryLock } from "../../../../adapters/filesystem/disk/_directory_lock.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";

const test = suite("DirectoryLock");
const LOCKED = { name: "StorageError", code: "locked" };

test("is held by one at a time, and leaves nothing behind", () =>
  withTempDir(async (directory) => {
    const first = await DirectoryLock.acquire(directory);
    await assert.rejects(DirectoryLock.acquire(directory), LOCKED);
    await assert.rejects(DirectoryLock.acquire(directory), LOCKED);
    await first.release();
    assert.deepEqual(await readdir(directory), []);
    const second = await DirectoryLock.acquire(directory);
    await second.release();
  }));

test("is taken over from a process that was killed", () =>
  withTempDir(async (directory) => {
    await leaveDeadSockets(directory, ["claim-0a", "owner-0a", "new-0b"]);
    const lock = await DirectoryLock.acquire(directory);
    assert.equal((await readdir(directory)).length, 2);
    await assert.rejects(DirectoryLock.acquire(directory), LOCKED);
    await lock.release();
    assert.deepEqual(await readdir(directory), []);
  }));

test("is taken over from a holder that abandoned it", () =>
  withTempDir(async (directory) => {
    await (await DirectoryLock.acquire(directory)).abandon();
    const lock = await DirectoryLock.acquire(directory);
    await lock.release();
    assert.deepEqual(await readdir(directory), []);
  }));

test("is held by at most one of many who try at once, whatever is left of the dead", () =>
  withTempDir(async (parent) => {
    for (let round = 0; round < 10; round++) {
      const directory = join(parent, String(round));
      await mkdir(directory);
      if (round === 0) await leaveDeadSockets(directory, ["claim-00", "owner-00", "claim-zz"]);
      const tries = await Promise.allSettled(
        Array.from({ length: 8 }, () => DirectoryLock.acquire(directory)),
      );
      const held = tries.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
      assert.equal(held.length, 1);
      for (const result of tries) {
        if (result.status === "rejected") assert.equal(result.reason.code, "locked");
      }
      await Promise.all(held.map((lock) => lock.release()));
      assert.deepEqual(await readdir(directory), []);
    }
  }));

test("works where the path is too long for a socket", () =>
  withTempDir(async (parent) => {
    const directory = join(parent, "d".repeat(200));
    await mkdir(directory);
    const lock = await DirectoryLock.acquire(directory);
    await assert.rejects(DirectoryLock.acquire(directory), LOCKED);
    await lock.release();
    assert.deepEqual(await readdir(directory), []);
  }));

test("fails when there is no directory", async () => {
  await assert.rejects(DirectoryLock.acquire("/nowhere/at/all"));
});

/** Lets a process listen on sockets and kills it. */
async function leaveDeadSockets(directory: string, names: readonly string[]): Promise<void> {
  const script = `
    const net = require("node:net");
    const paths = JSON.parse(process.env.SOCKETS);
    let left = paths.length;
    for (const path of paths) {
      net.createServer().listen(path, () => { if (--left === 0) console.log("listening"); });
    }`;
  const paths = names.map((name) => join(directory, name));
  // By the environment, since Deno counts arguments differently.
  const env = { ...process.env, SOCKETS: JSON.stringify(paths) };
  const child = spawn(process.execPath, ["-e", script], { env });
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "close");
  assert.equal((await readdir(directory)).length, names.length);
}
