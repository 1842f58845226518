import assert from "node:assert/strict";
import type { Send } from "./_client.ts";
import { matrix } from "./_matrix.ts";

const PATH = "/process-instance/i/variables/counter";
const CLIENTS = 16;
/** So many that all clients meet conflicts, also those that come late. */
const INCREMENTS = 300;
/** The same for a storage that is a server of its own: each write takes several round trips and a sync, and each refused one, too. */
const SHARED_INCREMENTS = 100;

interface Counter {
  readonly value: number;
  readonly version: string;
}

matrix("no update is lost", (test, withService) => {
  test(`when ${CLIENTS} clients count by GET, and PUT If-Match`, () =>
    withService(async ({ send, storage }) => {
      const increments = storage.capabilities.shared ? SHARED_INCREMENTS : INCREMENTS;
      assert.equal(await put(send, 0, { "if-none-match": "*" }), 204);
      let left = increments;
      let conflicts = 0;
      // All read before the first one writes. So all but one must get a conflict.
      const first = await Promise.all(Array.from({ length: CLIENTS }, () => get(send)));
      const clients = first.map(async (read) => {
        let seen: Counter | undefined = read;
        while (left > 0) {
          left--;
          for (let turn = 1; !(await increment(send, seen ?? (await get(send)))); turn++) {
            seen = undefined;
            conflicts++;
            await someTime(turn);
          }
          seen = undefined;
        }
      });
      await Promise.all(clients);
      assert.equal((await get(send)).value, increments);
      assert.ok(conflicts >= CLIENTS - 1);
    }));
});

/** Waits longer after each conflict. Without this, 16 writers would conflict again and again. */
function someTime(turn: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * 2 ** Math.min(turn, 6)));
}

async function get(send: Send): Promise<Counter> {
  const { headers, body } = await send({ path: PATH });
  return { value: JSON.parse(body.toString()).value, version: headers.etag ?? "" };
}

/** Adds one to the number that was read. Returns false if another writer was faster. */
async function increment(send: Send, { value, version }: Counter): Promise<boolean> {
  const status = await put(send, value + 1, { "if-match": version });
  assert.ok(status === 204 || status === 412, String(status));
  return status === 204;
}

async function put(send: Send, value: number, condition: Record<string, string>): Promise<number> {
  const headers = { "content-type": "application/json", ...condition };
  const body = JSON.stringify({ type: "Integer", value });
  const { status } = await send({ method: "PUT", path: PATH, headers, body });
  return status;
}
