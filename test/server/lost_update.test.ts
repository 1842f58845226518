import assert from "node:assert/strict";
import type { Send } from "./_client.ts";
import { matrix } from "./_matrix.ts";

const PATH = "/process-instance/i/variables/counter";
const CLIENTS = 16;
const INCREMENTS = 1_000;

matrix("no update is lost", (test, withService) => {
  test(`when ${CLIENTS} clients count to ${INCREMENTS} by GET, and PUT If-Match`, () =>
    withService(async ({ send }) => {
      assert.equal(await put(send, 0, { "if-none-match": "*" }), 204);
      let left = INCREMENTS;
      let conflicts = 0;
      const clients = Array.from({ length: CLIENTS }, async () => {
        while (left > 0) {
          left--;
          for (let turn = 1; !(await increment(send)); turn++) {
            conflicts++;
            await someTime(turn);
          }
        }
      });
      await Promise.all(clients);
      const { body } = await send({ path: PATH });
      assert.equal(JSON.parse(body.toString()).value, INCREMENTS);
      assert.ok(conflicts > 0);
    }));
});

/** Lets others go first, the longer the more often they came first: 16 that never waited would get in each other's way. */
function someTime(turn: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * 2 ** Math.min(turn, 6)));
}

/** Adds one; false if another came first. */
async function increment(send: Send): Promise<boolean> {
  const { headers, body } = await send({ path: PATH });
  const { value } = JSON.parse(body.toString());
  const status = await put(send, value + 1, { "if-match": headers.etag ?? "" });
  assert.ok(status === 204 || status === 412, String(status));
  return status === 204;
}

async function put(send: Send, value: number, condition: Record<string, string>): Promise<number> {
  const headers = { "content-type": "application/json", ...condition };
  const body = JSON.stringify({ type: "Integer", value });
  const { status } = await send({ method: "PUT", path: PATH, headers, body });
  return status;
}
