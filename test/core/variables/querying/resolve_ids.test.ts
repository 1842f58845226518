import assert from "node:assert/strict";
import { InstanceResolver } from "../../../../core/variables/instances/_instance_resolver.ts";
import { resolveIds } from "../../../../core/variables/querying/_resolve_ids.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("resolveIds");

const instances = new InstanceResolver(undefined);

test("sorts the ids, takes each once, and ignores what is no id", async () => {
  const ids = ["b", "", "\u{1f600}", "a", "b", "\uff5e", "a\0", "x".repeat(256)];
  assert.deepEqual(await resolveIds(ids, { instances }), ["a", "b", "\uff5e", "\u{1f600}"]);
  assert.deepEqual(await resolveIds([], { instances }), []);
});

test("ignores unknown ids, and takes an instance once that has several", async () => {
  const owners = new InstanceResolver((id) => (id === "unknown" ? undefined : id.slice(0, 1)));
  assert.deepEqual(await resolveIds(["b1", "unknown", "a", "b2"], { instances: owners }), [
    "a",
    "b",
  ]);
});

test("lets others have turns while there are many ids, of which some are in several parts", async () => {
  const ids = Array.from({ length: 40_000 }, (_, at) => `id${(at * 7919) % 20_000}`);
  let turns = 0;
  let isDone = false;
  const countTurns = () => {
    turns++;
    if (!isDone) setImmediate(countTurns);
  };
  setImmediate(countTurns);
  const found = await resolveIds(ids, { instances });
  isDone = true;
  assert.deepEqual(found, [...new Set(ids)].sort());
  assert.ok(turns >= 5, `${turns} turns`);
});
