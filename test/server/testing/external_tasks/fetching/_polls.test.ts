import assert from "node:assert/strict";
import { Turns } from "../../../../../server/testing/_turns.ts";
import { EngineClock } from "../../../../../server/testing/clock/_engine_clock.ts";
import type { FetchRequest } from "../../../../../server/testing/external_tasks/fetching/_fetch_request.ts";
import { Polls } from "../../../../../server/testing/external_tasks/fetching/_polls.ts";
import { suite } from "../../../../support/suite.ts";

const test = suite("Polls");

/** Polls of workers that are given what stands under their names. */
class Desk {
  readonly clock = new EngineClock();
  readonly turns = new Turns();
  /** What is there for a worker. */
  readonly given = new Map<string, string | Error>();
  /** Who has looked, in their order. */
  readonly looks: string[] = [];
  readonly polls = new Polls(this.clock, this.turns, async ({ workerId }) => {
    this.looks.push(workerId);
    const given = this.given.get(workerId);
    this.given.delete(workerId);
    if (given instanceof Error) throw given;
    return given;
  });

  /** Begins a poll, and waits until it has looked. */
  async begin(workerId: string, asyncResponseTimeout: number): Promise<Waiting> {
    const waiting: Waiting = { answer: undefined };
    this.polls.fetch(request(workerId, asyncResponseTimeout)).then(
      (answer) => {
        waiting.answer = answer;
      },
      (error: unknown) => {
        waiting.answer = error;
      },
    );
    await this.rest();
    return waiting;
  }

  /** Waits until nobody is looking. */
  async rest(): Promise<void> {
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    await this.turns.idle();
    this.looks.length = 0;
  }
}

interface Waiting {
  answer: unknown;
}

function request(workerId: string, asyncResponseTimeout: number): FetchRequest {
  return {
    workerId,
    maxTasks: 1,
    usePriority: false,
    createTime: undefined,
    asyncResponseTimeout,
    topics: new Map(),
  };
}

test("answer at once what there is, or who does not wait", async () => {
  const desk = new Desk();
  desk.given.set("a", "[1]");
  assert.equal((await desk.begin("a", 1_000)).answer, "[1]");
  assert.equal((await desk.begin("a", 0)).answer, "[]");
  assert.equal((await desk.begin("a", -1)).answer, "[]");
});

test("look once more when the time is over", async () => {
  const desk = new Desk();
  const [a, b] = [await desk.begin("a", 10_000), await desk.begin("b", 10_000)];
  desk.given.set("a", "[1]");
  assert.equal(a.answer, undefined);
  await desk.clock.advance(20_000);
  assert.deepEqual([a.answer, b.answer], ["[1]", "[]"]);
});

test("all look again, in the order in which they came, when the time of one is over", async () => {
  const desk = new Desk();
  await desk.begin("a", 100_000);
  await desk.begin("b", 10_000);
  await desk.begin("c", 100_000);
  await desk.clock.advance(11_000);
  assert.deepEqual(desk.looks, ["a", "b", "c"]);
  desk.polls.close();
});

test("all look again when another begins to wait, and when they are woken", async () => {
  const desk = new Desk();
  const a = await desk.begin("a", 100_000);
  desk.given.set("a", "[1]");
  const b = await desk.begin("b", 100_000);
  assert.equal(a.answer, "[1]");
  desk.given.set("b", "[2]");
  await desk.polls.wake();
  await desk.rest();
  assert.equal(b.answer, "[2]");
});

test("look every 30 s if nothing happens", async () => {
  const desk = new Desk();
  await desk.begin("a", 100_000);
  await desk.clock.advance(100_000);
  assert.deepEqual(desk.looks, ["a", "a", "a", "a"]);
});

test("wake once for many who wake them in one turn", async () => {
  const desk = new Desk();
  await desk.begin("a", 100_000);
  await Promise.all([desk.polls.wake(), desk.polls.wake(), desk.polls.wake()]);
  assert.deepEqual(desk.looks, ["a"]);
  desk.polls.close();
});

test("hand on an error to the one whom it is about", async () => {
  const desk = new Desk();
  const [a, b] = [await desk.begin("a", 100_000), await desk.begin("b", 100_000)];
  const error = new Error("broken");
  desk.given.set("a", error);
  desk.given.set("b", "[2]");
  await desk.polls.wake();
  await desk.rest();
  assert.deepEqual([a.answer, b.answer], [error, "[2]"]);
});

test("answer all that wait when they are cleared, and then go on", async () => {
  const desk = new Desk();
  const a = await desk.begin("a", 100_000);
  desk.polls.clear();
  await desk.rest();
  assert.equal(a.answer, "[]");
  const b = await desk.begin("b", 1_000);
  assert.equal(b.answer, undefined);
  await desk.clock.advance(1_000);
  assert.equal(b.answer, "[]");
});

test("let nobody wait after they are closed", async () => {
  const desk = new Desk();
  const a = await desk.begin("a", 100_000);
  desk.polls.close();
  await desk.rest();
  assert.equal(a.answer, "[]");
  assert.equal((await desk.begin("b", 100_000)).answer, "[]");
});
