import assert from "node:assert/strict";
import { JobQueue } from "../../../../adapters/filesystem/instance/_job_queue.ts";
import { suite } from "../../../support/suite.ts";
import { until } from "../../../support/until.ts";

const test = suite("JobQueue");

test("runs what is waiting together, in order, and tasks alone between", async () => {
  const log: string[] = [];
  const queue = new JobQueue<number>(
    async (calls) => {
      log.push(calls.join(","));
      await new Promise((resolve) => setImmediate(resolve));
      log.push("end");
    },
    () => log.push("idle"),
  );
  assert.equal(queue.idle, true);
  queue.add(1);
  queue.add(2);
  assert.equal(queue.idle, false);
  const task = queue.runAlone(async () => {
    log.push("task");
  });
  queue.add(3);
  const failing = queue.runAlone(async () => {
    throw new Error("made to fail");
  });
  queue.add(4);
  await task;
  await assert.rejects(failing, /made to fail/);
  await until(() => queue.idle);
  assert.deepEqual(log, ["1,2", "end", "task", "3", "end", "4", "end", "idle"]);
});

test("bounds a batch", async () => {
  const sizes: number[] = [];
  const queue = new JobQueue<number>(
    async (calls) => {
      sizes.push(calls.length);
    },
    () => {},
  );
  for (let i = 0; i < 1_100; i++) queue.add(i);
  await until(() => queue.idle);
  assert.deepEqual(sizes, [512, 512, 76]);
});
