import assert from "node:assert/strict";
import { content as bytesOf } from "../../../adapters/contract/_content.ts";
import { PostgresStorage } from "../../../adapters/postgres.ts";
import { fromAsync } from "../from_async.ts";

const CONTENTS = [bytesOf(20_000), bytesOf(10), bytesOf(600_000), null];

/** Opens a store, writes, replaces, reads, lists and deletes variables with and without contents, and closes it. */
export async function usePostgres(connectionString: string, schema: string): Promise<void> {
  const storage = await PostgresStorage.open({ connectionString, schema });
  try {
    for (const content of CONTENTS) {
      await storage.apply("i", [{ op: "put", name: "a", type: "Bytes", valueInfo: {}, content }]);
      const variable = await storage.open("i", "a");
      assert.ok(variable !== undefined);
      const bytes = Buffer.concat(await fromAsync(variable.read()));
      assert.ok(bytes.equals(content ?? new Uint8Array()));
      await variable.close();
    }
    assert.equal((await storage.list("i")).length, 1);
    assert.deepEqual(await storage.instances(), ["i"]);
    await storage.apply("i", [{ op: "clear" }]);
  } finally {
    await storage.close();
  }
}
