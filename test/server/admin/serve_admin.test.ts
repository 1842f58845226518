import assert from "node:assert/strict";
import { once } from "node:events";
import { lstat, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import net from "node:net";
import { join } from "node:path";
import { askForBackup } from "../../../server/admin/ask_for_backup.ts";
import { type BackUp, serveAdmin } from "../../../server/admin/serve_admin.ts";
import { suite } from "../../support/suite.ts";
import { withTempDir } from "../../support/temp_dir.ts";

const test = suite("serveAdmin()");

const NO_PROGRESS = { onProgress: () => {}, signal: new AbortController().signal };

test("makes a backup for whoever asks, and says why it failed", () =>
  withAdmin(
    async (target, { onProgress }) => {
      onProgress(1, 2);
      if (target.endsWith("full")) throw new Error("there is no room left");
    },
    async ({ url, lines }) => {
      const seen: string[] = [];
      const onProgress = (done: number, all: number) => seen.push(`${done} of ${all}`);
      assert.equal(await askForBackup(url, "a b\n'c'", { ...NO_PROGRESS, onProgress }), true);
      assert.deepEqual(seen, ["1 of 2"]);
      await assert.rejects(
        askForBackup(url, "full", NO_PROGRESS),
        /^Error: there is no room left$/,
      );
      assert.deepEqual(lines, [
        "A backup begins",
        "A backup has ended",
        "A backup begins",
        "A backup has failed, and nothing is left of it",
      ]);
    },
  ));

test("ends a backup if the one who asked for it has ended, and tells him why", async () => {
  const backup = waitingBackup();
  await withAdmin(backup.run, async ({ url }) => {
    const controller = new AbortController();
    const reason = new Error("'varpost backup' was ended by SIGINT");
    const asked = askForBackup(url, "a", { ...NO_PROGRESS, signal: controller.signal });
    await backup.hasBegun;
    controller.abort(reason);
    await assert.rejects(asked, reason);
    await assert.rejects(backup.ended, /the one who asked for it has ended/);
  });
});

test("ends a backup if the server stops, and tells the one who asked for it", async () => {
  const backup = waitingBackup();
  await withAdmin(backup.run, async ({ url, end }) => {
    const asked = askForBackup(url, "a", NO_PROGRESS);
    await backup.hasBegun;
    await end();
    await assert.rejects(
      asked,
      /^Error: Cannot make the backup 'a': the server has ended meanwhile$/,
    );
    await assert.rejects(backup.ended);
    assert.equal(await askForBackup(url, "a", NO_PROGRESS), false);
  });
});

test("answers lines that are no commands, and goes on", () =>
  withAdmin(
    async () => {},
    async ({ url, path }) => {
      for (const line of ["nonsense\n", '{"backup":1}\n', "null\n", "[]\n\n", "x".repeat(70_000)]) {
        const socket = net.connect(path);
        socket.write(line);
        const [reply] = await once(socket.setEncoding("utf8"), "data");
        assert.match(reply, /^\{"kind":"failed","message":"Cannot read the command: .*\n$/);
        socket.destroy();
      }
      // Whoever says nothing, or half of a command, holds nobody up, and not the end of the server either.
      const silent = net.connect(path);
      const half = net.connect(path);
      await Promise.all([once(silent, "connect"), once(half, "connect")]);
      half.write('{"backup":');
      assert.equal(await askForBackup(url, "a", NO_PROGRESS), true);
    },
  ));

test("takes the place of a socket that a killed server has left, and of nothing else", () =>
  withTempDir(async (directory) => {
    const path = join(directory, "store-admin");
    const lines: string[] = [];
    const log = (_level: string, message: string) => lines.push(message);
    const killed = net.createServer().listen(`${path}2`);
    await once(killed, "listening");
    await rename(`${path}2`, path);
    killed.close();
    await (await serveAdmin(path, async () => {}, log))();
    assert.deepEqual(lines, []);
    // This may be another store.
    await writeFile(path, "a value");
    await (await serveAdmin(path, async () => {}, log))();
    assert.equal(await readFile(path, "utf8"), "a value");
    const folder = join(directory, "folder");
    await mkdir(folder);
    await (await serveAdmin(folder, async () => {}, log))();
    assert.ok((await lstat(folder)).isDirectory());
    const long = join(directory, "x".repeat(104));
    await (await serveAdmin(long, async () => {}, log))();
    const beginning = "No backup can be made while this server runs: ";
    assert.deepEqual(lines, [
      `${beginning}its socket cannot be made`,
      `${beginning}its socket cannot be made`,
      `${beginning}the path of its socket is too long`,
    ]);
  }));

interface Admin {
  /** Of the store. */
  readonly url: string;
  /** Of the socket. */
  readonly path: string;
  /** Messages of the log. */
  readonly lines: readonly string[];
  readonly end: () => Promise<void>;
}

/** Serves the commands of a store that is none. */
function withAdmin(backUp: BackUp, run: (admin: Admin) => Promise<void>): Promise<void> {
  return withTempDir(async (directory) => {
    const store = join(directory, "store");
    const path = `${store}-admin`;
    const lines: string[] = [];
    const end = await serveAdmin(path, backUp, (_level, message) => lines.push(message));
    try {
      assert.equal((await lstat(path)).mode & 0o777, 0o600);
      await run({ url: `sqlite:${store}`, path, lines, end });
    } finally {
      await end();
    }
    await assert.rejects(lstat(path), { code: "ENOENT" });
  });
}

/** A backup that goes on until it is ended. */
function waitingBackup() {
  let begin = () => {};
  const hasBegun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  let fail = (_reason: unknown) => {};
  const ended = new Promise<void>((_resolve, reject) => {
    fail = reject;
  });
  ended.catch(() => {});
  const run: BackUp = (_target, { signal }) => {
    signal.addEventListener("abort", () => fail(signal.reason));
    begin();
    return ended;
  };
  return { hasBegun, ended, run };
}
