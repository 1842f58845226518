/** Searches that never end by themselves: other requests do not wait for them, and they end when their client goes away. */
import assert from "node:assert/strict";
import { MemoryStorage } from "../../adapters/memory.ts";
import type { PageOptions, VariableRecord } from "../../core/mod.ts";
import { StorageWrapper } from "../support/storage_wrapper.ts";
import { suite } from "../support/suite.ts";
import { bindings } from "./_matrix.ts";
import { withConnection } from "./_raw_connection.ts";
import { requestHead } from "./_requests.ts";
import { withServer } from "./_with_server.ts";

/** A storage that always has a next page. */
class Endless extends StorageWrapper {
  calls = 0;

  constructor() {
    super(new MemoryStorage());
  }

  override async instances({ limit = 1_000 }: PageOptions = {}): Promise<readonly string[]> {
    const first = this.calls++ * limit;
    return Array.from({ length: limit }, (_, index) => `i${first + index}`);
  }

  override async stat(): Promise<undefined> {
    return undefined;
  }

  override async list(id: string, page: PageOptions = {}): Promise<readonly VariableRecord[]> {
    const names = id === "i" ? await this.instances(page) : [];
    return names.map((name) => ({
      name,
      type: "Bytes",
      valueInfo: {},
      isNull: true,
      size: 0,
      version: "v",
      updatedAt: new Date(0),
    }));
  }
}

const PATHS = [
  "/variable-instance?variableName=none",
  "/variable-instance?firstResult=2147483647",
  "/process-instance?firstResult=2147483647",
  "/process-instance/count",
  "/variable-instance/count",
  "/variable-instance?sortBy=variableName&sortOrder=desc",
  "/process-instance/i/variables?omitBytes=true",
];

bindings("searches without an end", (test, withService) => {
  for (const path of PATHS) {
    test(`${path} let others be served, and end when their client goes`, () => {
      const storage = new Endless();
      return withService(
        async ({ send, logged }) => {
          const controller = new AbortController();
          const answer = send({ path, signal: controller.signal });
          answer.catch(() => {});
          while (storage.calls < 3) await turn();
          const { calls } = storage;
          assert.equal((await send({ path: "/version" })).status, 200);
          while (storage.calls < calls + 3) await turn();
          controller.abort();
          await untilRest(storage);
          assert.deepEqual(logged, []);
        },
        { storage },
      );
    });
  }
});

const test = suite("a search without an end");

test("behind another on its connection lets others be served, and ends when its client goes", () => {
  const storage = new Endless();
  return withServer(
    async ({ port, url, logged }) => {
      await withConnection(port, async (client) => {
        await client.write(
          requestHead("GET", "/variable-instance?firstResult=2147483647").repeat(2),
        );
        while (storage.calls < 3) await turn();
        const { calls } = storage;
        assert.equal((await fetch(`${url}/version`)).status, 200);
        while (storage.calls < calls + 3) await turn();
      });
      await untilRest(storage);
      assert.deepEqual(logged, []);
    },
    { storage },
  );
});

async function untilRest(storage: Endless): Promise<void> {
  for (let before = -1; before !== storage.calls; ) {
    before = storage.calls;
    for (let i = 0; i < 100; i++) await turn();
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
