import assert from "node:assert/strict";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import { suite } from "../../suite.ts";
import { COUNTER } from "../crash_instances.ts";
import { CrashWriter } from "../crash_writer.ts";
import type { CrashReportLine } from "../operation.ts";
import { SharedHistory } from "./shared_history.ts";

const test = suite("SharedHistory");

test("finds nothing wrong with what two writers have made of a store", async () => {
  const storage = new MemoryStorage();
  const history = new SharedHistory();
  const writers = [0, 1].map(
    (number) => new CrashWriter(storage, (line) => history.add(number, line), number * 1_000),
  );
  for (let i = 0; i < 20; i++) {
    await Promise.all(
      writers.flatMap((writer) => [
        writer.count(),
        writer.step(Math.random),
        writer.step(Math.random),
      ]),
    );
  }
  assert.ok(history.acknowledged > 20);
  assert.deepEqual(await history.examine(storage), { lost: 0, torn: 0, details: [] });
  await Promise.all(writers.map((writer) => writer.letGo()));
});

test("finds a count that two writers were told to be theirs, and one that nobody made", async () => {
  const storage = new MemoryStorage();
  const history = new SharedHistory();
  const lines: CrashReportLine[] = [];
  const writer = new CrashWriter(storage, (line) => lines.push(line), 5);
  await writer.count();
  for (const line of lines) history.add(0, line);
  const effects = [{ name: "count", size: 1 }];
  history.add(1, { begin: { id: 4, instance: COUNTER, effects }, at: 0 });
  history.add(1, { acknowledged: 4, versions: ["v"], at: 1 });
  const twice = await history.examine(storage);
  assert.deepEqual([twice.lost, twice.torn], [1, 0]);

  await writer.count();
  const unknown = await history.examine(storage);
  assert.deepEqual(unknown.details, [
    `'${COUNTER}' is in a state that it never had`,
    "Nobody counted 2",
  ]);
});

test("misses what was acknowledged, and finds what was refused", async () => {
  const storage = new MemoryStorage();
  const history = new SharedHistory();
  const begin = { id: 1, instance: "i", effects: [{ name: "a", size: 1 }] };
  history.add(0, { begin, at: 0 });
  history.add(0, { acknowledged: 1, versions: ["v"], at: 1 });
  assert.equal((await history.examine(storage)).lost, 1);

  const writer = new CrashWriter(storage, () => {}, 2);
  await writer.apply("i", [{ name: "a", size: 1 }]);
  history.add(0, { begin: { ...begin, id: 2 }, at: 2 });
  history.add(0, { failed: 2, mayBeStored: false });
  assert.equal((await history.examine(storage)).torn, 1);
});

test("counts what a reader saw that must not be", async () => {
  const history = new SharedHistory();
  history.add(0, { wrong: "half of a value" });
  const found = await history.examine(new MemoryStorage());
  assert.deepEqual(found, { lost: 0, torn: 1, details: ["half of a value"] });
});
