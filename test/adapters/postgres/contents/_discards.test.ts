import assert from "node:assert/strict";
import { Discards } from "../../../../adapters/postgres/contents/_discards.ts";
import { suite } from "../../../support/suite.ts";
import { manyTurns } from "../../../support/until.ts";

const test = suite("Discards");

/** Statements that end when the test says so. */
function statements() {
  const begun: { readonly contents: readonly number[]; end(error?: Error): void }[] = [];
  const discards = new Discards(
    (contents) =>
      new Promise((resolve, reject) => {
        begun.push({ contents, end: (error) => (error ? reject(error) : resolve()) });
      }),
  );
  return { discards, begun, lists: () => begun.map(({ contents }) => contents) };
}

test("share statements, one at a time, and each waits for its own", async () => {
  const { discards, begun, lists } = statements();
  const first = discards.add(1);
  await manyTurns();
  const others = [2, 3, 4].map((content) => discards.add(content));
  await manyTurns();
  assert.deepEqual(lists(), [[1]]);
  begun[0]?.end();
  await first;
  await manyTurns();
  assert.deepEqual(lists(), [[1], [2, 3, 4]]);
  begun[1]?.end();
  await Promise.all(others);
});

test("go on after a statement has failed, and only those that shared it fail", async () => {
  const { discards, begun, lists } = statements();
  const failing = [discards.add(1), discards.add(2)];
  await manyTurns();
  const next = discards.add(3);
  begun[0]?.end(new Error("It failed"));
  for (const one of failing) await assert.rejects(one, /It failed/);
  await manyTurns();
  assert.deepEqual(lists(), [[1, 2], [3]]);
  begun[1]?.end();
  await next;
});
