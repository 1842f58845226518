import assert from "node:assert/strict";
import { appendFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LogFile } from "../../../../adapters/filesystem/log/_log_file.ts";
import { encodeRecord, type Subject } from "../../../../adapters/filesystem/log/_log_record.ts";
import { withFailing } from "../../../support/failing_files.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";

const test = suite("LogFile");
const A = encodeRecord({ deleted: "a" });
const B = encodeRecord({ deleted: "b" });

test("finds what was appended when it is opened again", () =>
  withLog(async (log, path) => {
    const first = await log.append([A, B]);
    await log.sync();
    assert.deepEqual(await log.read(first, A.length), A);
    assert.deepEqual(await log.read(first + A.length, B.length + 5), B);
    assert.deepEqual(await reopen(path), [{ instanceId: "i" }, { deleted: "a" }, { deleted: "b" }]);
  }));

test("cuts a torn frame off when it is opened, and goes on behind the last good one", () =>
  withLog(async (log, path) => {
    await log.append([A]);
    await appendFile(path, "torn");
    const again = await LogFile.open(path, { visit() {} });
    assert.ok(again);
    assert.equal((await stat(path)).size, again.end);
    await again.append([B]);
    await again.retire();
    assert.deepEqual(await reopen(path), [{ instanceId: "i" }, { deleted: "a" }, { deleted: "b" }]);
  }));

test("takes back what lies behind an end", () =>
  withLog(async (log, path) => {
    const { end } = log;
    await log.append([A]);
    await log.cut(end);
    assert.equal((await stat(path)).size, end);
  }));

test("cannot be read once it is closed, since another file may have its number", () =>
  withLog(async (log) => {
    await log.retire();
    await assert.rejects(log.read(0, 1), { code: "closed" });
    await assert.rejects(
      log.hold(async () => {}),
      { code: "closed" },
    );
  }, false));

test("is retired also when the system cannot close it", () =>
  withLog(async (log) => {
    await withFailing("close", { code: "EIO", times: 1 }, () => log.retire());
  }, false));

test("leaves no file when it cannot be made", () =>
  withTempDir(async (directory) => {
    await withFailing("write", { code: "ENOSPC", after: 1 }, () =>
      assert.rejects(LogFile.create(join(directory, "log"), "i"), { code: "ENOSPC" }),
    );
    assert.deepEqual(await readdir(directory), []);
  }));

test("can be read after it was retired and deleted, while it is held", () =>
  withLog(async (log, path) => {
    const offset = await log.append([A]);
    let go = () => {};
    const waiting = new Promise<void>((resolve) => {
      go = resolve;
    });
    const held = log.hold(async () => {
      await waiting;
      return await log.read(offset, A.length);
    });
    await log.hold(async () => rm(path));
    const retired = log.retire();
    go();
    assert.deepEqual(await held, A);
    await retired;
  }, false));

test("gives a visitor the records before a limit", () =>
  withLog(async (log) => {
    await log.append([A]);
    const { end } = log;
    await log.append([B]);
    const seen: Subject[] = [];
    await log.replay({ visit: (description) => seen.push(description) }, end);
    assert.deepEqual(seen, [{ instanceId: "i" }, { deleted: "a" }]);
  }));

test("is undefined when there is no file, and fails when it cannot be opened", () =>
  withTempDir(async (directory) => {
    assert.equal(await LogFile.open(join(directory, "none"), { visit() {} }), undefined);
    await assert.rejects(LogFile.open(directory, { visit() {} }), { code: "EISDIR" });
  }));

test("leaves no file open when its beginning cannot be read", () =>
  withTempDir(async (directory) => {
    const path = join(directory, "log");
    await writeFile(path, "");
    await assert.rejects(LogFile.open(path, { visit() {} }), { code: "corrupt" });
  }));

async function withLog(
  run: (log: LogFile, path: string) => Promise<void>,
  retire = true,
): Promise<void> {
  await withTempDir(async (directory) => {
    const path = join(directory, "log");
    const log = await LogFile.create(path, "i");
    await run(log, path);
    if (retire) await log.retire();
  });
}

async function reopen(path: string): Promise<Subject[]> {
  const seen: Subject[] = [];
  const log = await LogFile.open(path, { visit: (description) => seen.push(description) });
  await log?.retire();
  return seen;
}
