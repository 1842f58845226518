import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { suite } from "../../support/suite.ts";
import { withTempDir } from "../../support/temp_dir.ts";
import { SOURCE_FLAGS } from "../../support/transpiling/source_flags.ts";

const test = suite("a filesystem store without files that it may open");

if (process.platform === "win32") {
  test.skip("works for small values", "Windows has no limit of open files for a process");
} else {
  test("works for small values, and for large ones again when there are files", () =>
    withTempDir(async (directory) => {
      const command = 'ulimit -n 128 && exec "$@"';
      const program = [process.execPath, ...SOURCE_FLAGS, "test/support/few_files_main.ts"];
      const { stdout } = await promisify(execFile)("sh", [
        "-c",
        command,
        "sh",
        ...program,
        directory,
      ]);
      assert.equal(stdout, "all well\n");
    }));
}
