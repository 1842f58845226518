import assert from "node:assert/strict";
import { suite } from "../suite.ts";
import { parseStraceLog } from "./strace_log.ts";
import { findBrokenPromises } from "./unsynced_bytes.ts";

const test = suite("findBrokenPromises()");
const create = '1 openat(AT_FDCWD</>, "/s/log", O_WRONLY|O_CREAT, 0666) = 5</s/log>';
const write = '1 write(5</s/log>, "x", 1) = 1';
const sync = "1 fdatasync(5</s/log>) = 0";
const syncFolder = "1 fsync(6</s>) = 0";
const answer =
  '1 writev(9<socket:[7]>, [{iov_base="HTTP/1.1 204 No Content\\r\\n"..., iov_len=9}], 1) = 9';

/** A mark of the filesystem storage's log, with a quote, a backslash, a tab and an octal number before a digit. */
const mark = (operation: number) =>
  `1 pwrite64(5</s/log>, "\\367vp\\v\\"\\\\\\t\\0019${"\\0".repeat(7)}\\${operation}${"\\0".repeat(24)}", 41, 7) = 41`;

const inFolder = [create, write, sync, "1 fsync(6</s/d>) = 0"].map((line) =>
  line.replaceAll("/s/log", "/s/d/log"),
);

const cases: [what: string, log: string[], unsynced: string[][]][] = [
  ["bytes and entry synced", [create, write, sync, syncFolder, answer], []],
  ["bytes not synced", [create, write, syncFolder, answer], [["/s/log"]]],
  ["bytes written after their sync", [create, sync, syncFolder, write, answer], [["/s/log"]]],
  ["entry not synced", [create, write, sync, answer], [["/s/log"]]],
  ["entry of a folder not synced", ['1 mkdir("/s/d", 0777) = 0', ...inFolder, answer], [["/s/d"]]],
  ["file without bytes", [create, answer], []],
  [
    "failed sync",
    [create, write, syncFolder, sync.replace("= 0", "= -1 EIO"), answer],
    [["/s/log"]],
  ],
  ["removed file", [create, write, syncFolder, '1 unlink("/s/log") = 0', answer], []],
  [
    "renamed file keeps its bytes",
    [create, write, syncFolder, '1 rename("/s/log", "/s/new") = 0', syncFolder, answer],
    [["/s/new"]],
  ],
  ["mark behind a sync", [create, write, sync, syncFolder, mark(3), answer], []],
  ["mark of another kind", [create, write, sync, syncFolder, mark(4), answer], [["/s/log"]]],
  ["files elsewhere", [write.replaceAll("/s/", "/t/"), answer], []],
  ["shared memory of SQLite", [write.replaceAll("log", "db-shm"), answer], []],
  [
    "a sync that ends after the answer began",
    [
      create,
      write,
      syncFolder,
      "2 fdatasync(5</s/log> <unfinished ...>",
      answer,
      "2 <... fdatasync resumed>) = 0",
    ],
    [["/s/log"]],
  ],
  [
    "bytes written while the sync ran",
    [
      create,
      write,
      syncFolder,
      "2 fdatasync(5</s/log> <unfinished ...>",
      write,
      "2 <... fdatasync resumed>) = 0",
      answer,
    ],
    [["/s/log"]],
  ],
];

for (const [what, log, unsynced] of cases) {
  test(`reports ${unsynced.length === 0 ? "nothing" : unsynced.join()}: ${what}`, () => {
    const report = findBrokenPromises(parseStraceLog(log.join("\n")), "/s");
    assert.equal(report.answers, 1);
    assert.deepEqual(
      report.broken.map((promise) => promise.unsynced),
      unsynced,
    );
  });
}
