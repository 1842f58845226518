import assert from "node:assert/strict";
import { TaskLimit } from "../../../../adapters/filesystem/disk/_task_limit.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("TaskLimit");

test("runs at most so many at a time, also when some fail", async () => {
  const limit = new TaskLimit(2);
  let running = 0;
  let most = 0;
  const outcomes = await Promise.allSettled(
    Array.from({ length: 9 }, (_, i) =>
      limit.run(async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        if (i % 3 === 0) throw new Error("made to fail");
        return i;
      }),
    ),
  );
  assert.equal(most, 2);
  assert.equal(running, 0);
  assert.deepEqual(
    outcomes.map(({ status }) => status === "fulfilled"),
    [false, true, true, false, true, true, false, true, true],
  );
});
