import { cp } from "node:fs/promises";
import { basename, join } from "node:path";
import { FilesystemStorage } from "../../adapters/filesystem.ts";
import { testContract } from "../support/contract_runner.ts";
import { filesystemLeftovers } from "../support/filesystem_leftovers.ts";
import { suite } from "../support/suite.ts";
import { withTempDir } from "../support/temp_dir.ts";

const test = suite("FilesystemStorage");

testContract(test, { durable: true, shared: false }, (run) =>
  withTempDir(async (parent) => {
    let crashes = 0;
    let directory = join(parent, "store-0");
    await run({
      open: () => FilesystemStorage.open(directory),
      leftovers: () => filesystemLeftovers(directory),
      async crash() {
        const copy = join(parent, `store-${++crashes}`);
        // A socket cannot be copied; the one of a dead process means nothing.
        const filter = (path: string) => basename(join(path, "..")) !== "lock";
        await cp(directory, copy, { recursive: true, filter });
        directory = copy;
      },
    });
  }),
);
