import assert from "node:assert/strict";
import { BackgroundTasks } from "../../../../adapters/filesystem/disk/_background_tasks.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("BackgroundTasks");

test("waits for all that run, also for those that others start, and for failed ones", async () => {
  const tasks = new BackgroundTasks();
  await tasks.drain();
  const done: string[] = [];
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  tasks.start(async () => {
    await turn();
    tasks.start(async () => {
      await turn();
      done.push("second");
    });
    done.push("first");
  });
  tasks.start(async () => {
    await turn();
    throw new Error("made to fail");
  });
  await tasks.drain();
  assert.deepEqual(done, ["first", "second"]);
});
