import { join } from "node:path";
import { SqliteStorage } from "../../adapters/sqlite.ts";
import { testContract } from "../support/contract_runner.ts";
import { copySqliteStore, sqliteLeftovers } from "../support/sqlite_leftovers.ts";
import { suite } from "../support/suite.ts";
import { withTempDir } from "../support/temp_dir.ts";

const test = suite("SqliteStorage");

testContract(test, { durable: true, shared: false }, (run) =>
  withTempDir((directory) => {
    let file = join(directory, "store.db");
    return run({
      open: () => SqliteStorage.open(file),
      leftovers: () => sqliteLeftovers(file),
      crash: async () => {
        copySqliteStore(file, `${file}-crashed`);
        file = `${file}-crashed`;
      },
    });
  }),
);
