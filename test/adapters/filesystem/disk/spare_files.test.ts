import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import {
  closeSpareFiles,
  offerSpareFiles,
} from "../../../../adapters/filesystem/disk/_spare_files.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";

const test = suite("spare files");
const MAIN = fileURLToPath(new URL("../../../support/few_files_main.ts", import.meta.url));

test("are closed for all who ask at once, and not any more once they are withdrawn", async () => {
  let closed = 0;
  const withdraw = offerSpareFiles(async () => {
    closed++;
    return closed === 1;
  });
  assert.deepEqual(await Promise.all([closeSpareFiles(), closeSpareFiles()]), [true, true]);
  assert.equal(closed, 1);
  assert.equal(await closeSpareFiles(), false);
  assert.equal(closed, 2);
  withdraw();
  assert.equal(await closeSpareFiles(), false);
  assert.equal(closed, 2);
});

if (process.platform === "linux") {
  test("are closed when the process can open no more", () =>
    withTempDir(async (directory) => {
      const shell = 'ulimit -n 300 && exec "$0" --import tsx "$@"';
      const { stdout, stderr } = spawnSync("sh", ["-c", shell, process.execPath, MAIN, directory], {
        encoding: "utf8",
      });
      assert.equal(stderr, "");
      assert.equal(stdout, "all well\n");
    }));
}
