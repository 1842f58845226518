import assert from "node:assert/strict";
import { Tombstones } from "../../../../adapters/filesystem/keys/_tombstones.ts";
import { Segment } from "../../../../adapters/filesystem/log/_segment.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("Tombstones");

test("are of one variable each, and their records are garbage when they end", async () => {
  const tombstones = new Tombstones();
  const segment = new Segment(1, 0, "none", () => {});
  assert.equal(tombstones.get("i", "a"), undefined);
  const set = (instanceId: string, name: string, bytes: number, remnants: number) => {
    tombstones.set(segment, { instanceId, name, sequence: 1, offset: 0, bytes }, remnants);
    return { sequence: 1, segment, offset: 0, bytes, remnants };
  };
  const first = set("i", "a", 50, 1);
  set("i", "aa", 60, 0);
  const third = set("ia", "a", 70, 2);
  assert.deepEqual(tombstones.get("i", "a"), first);
  assert.deepEqual(tombstones.get("ia", "a"), third);
  assert.equal(tombstones.get("a", "i"), undefined);
  assert.equal(tombstones.bytes, 180);
  await tombstones.endNeedless();
  assert.equal(tombstones.get("i", "aa"), undefined);
  assert.deepEqual([tombstones.bytes, segment.dead], [120, 60]);
  tombstones.end("i", "a", first);
  assert.equal(tombstones.get("i", "a"), undefined);
  assert.deepEqual([tombstones.bytes, segment.dead], [70, 110]);
});
