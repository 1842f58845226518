import assert from "node:assert/strict";
import { content } from "../../../../adapters/contract/_content.ts";
import { verifyFilesystem } from "../../../../adapters/filesystem/verify/_verify_filesystem.ts";
import { FilesystemStorage } from "../../../../adapters/filesystem.ts";
import { damagesOf } from "../../../support/copies/verify_files.ts";
import { withFailing } from "../../../support/failing_files.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";

const test = suite("verifyFilesystem()");

test("reports what the disk cannot read, and reads on", () =>
  withTempDir(async (directory) => {
    const storage = await FilesystemStorage.open(directory);
    for (const [i, size] of [10, 100_000, 300_000].entries()) {
      const put = { op: "put", name: "a", type: "Bytes", valueInfo: {} } as const;
      await storage.apply(`order-${i}`, [{ ...put, content: content(size, i + 1) }]);
    }
    await storage.close();
    const problems: string[] = [];
    for (let after = 0; ; after++) {
      const damages = await withFailing("read", { code: "EIO", after, times: 1 }, () =>
        damagesOf((watch) => verifyFilesystem(directory, watch)),
      );
      if (damages.length === 0) break;
      problems.push(...damages.map(({ problem }) => problem));
    }
    assert.ok(problems.some((problem) => problem.includes("not known whose values are lost")));
    assert.ok(problems.some((problem) => problem.includes("cannot read the file of the value")));
    assert.deepEqual(await damagesOf((watch) => verifyFilesystem(directory, watch)), []);
  }));
