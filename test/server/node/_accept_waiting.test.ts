import assert from "node:assert/strict";
import { Server, Socket } from "node:net";
import { acceptWaiting } from "../../../server/node/_accept_waiting.ts";
import { suite } from "../../support/suite.ts";

const test = suite("acceptWaiting");

/** Does something in each of so many turns of the event loop, and tells how many there were when nobody waited any more. */
async function turnsUntilIdle(turns: number, work: (server: Server) => void): Promise<number> {
  const server = new Server();
  let done = 0;
  let isOver = false;
  const turn = () => {
    if (isOver || done === turns) return;
    done++;
    work(server);
    setImmediate(turn);
  };
  turn();
  await acceptWaiting(server);
  isOver = true;
  assert.equal(server.listenerCount("connection"), 0);
  return done;
}

function connect(server: Server): void {
  server.emit("connection", new Socket());
}

test("waits while connections come", async () => {
  assert.equal(await turnsUntilIdle(50, connect), 50);
});

test("waits while the event loop is busy: meanwhile one may come", async () => {
  const work = () => {
    for (const end = performance.now() + 20; performance.now() < end; );
  };
  assert.equal(await turnsUntilIdle(10, work), 10);
});

test("ends though connections come for ever", async () => {
  assert.ok((await turnsUntilIdle(Number.POSITIVE_INFINITY, connect)) >= 9_999);
});
