import assert from "node:assert/strict";
import fs from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { mock } from "node:test";
import { fileBytes, isOutOfRoom } from "../../../adapters/sqlite/_file_growth.ts";
import { suite } from "../../support/suite.ts";
import { withTempDir } from "../../support/temp_dir.ts";

const test = suite("isOutOfRoom()");

test("asks the system whether a file of this length may grow, and leaves nothing", () =>
  withTempDir(async (directory) => {
    const path = join(directory, "a.db");
    await writeFile(path, "1234");
    await writeFile(`${path}-wal`, "12345678");
    assert.equal(isOutOfRoom(path), false);
    for (const [code, outcome] of [
      ["EFBIG", true],
      ["ENOSPC", true],
      ["EDQUOT", true],
      ["EIO", false],
    ] as const) {
      const write = mock.method(fs, "writeSync", (_fd: number, _text: string, position: number) => {
        assert.equal(position, 8);
        throw Object.assign(new Error(code), { code });
      });
      assert.equal(isOutOfRoom(path), outcome, code);
      write.mock.restore();
    }
    assert.equal(fileBytes(path), 4);
    assert.equal(fileBytes(join(directory, "missing")), 0);
    assert.deepEqual(await readdir(directory), ["a.db", "a.db-wal"]);
  }));
