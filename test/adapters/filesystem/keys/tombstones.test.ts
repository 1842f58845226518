import assert from "node:assert/strict";
import { Tombstones } from "../../../../adapters/filesystem/keys/_tombstones.ts";
import { Segment } from "../../../../adapters/filesystem/log/_segment.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("Tombstones");

test("are of one variable each, and their records are garbage when they end", () => {
  const tombstones = new Tombstones();
  const segment = new Segment(1, 0, "none", () => {});
  assert.equal(tombstones.get("i", "a"), undefined);
  const make = (bytes: number, remnants: number) => ({ sequence: 1, segment, bytes, remnants });
  const [first, second, third] = [make(50, 1), make(60, 0), make(70, 2)];
  tombstones.set("i", "a", first);
  tombstones.set("i", "aa", second);
  tombstones.set("ia", "a", third);
  assert.equal(tombstones.get("i", "a"), first);
  assert.equal(tombstones.get("ia", "a"), third);
  assert.equal(tombstones.get("a", "i"), undefined);
  assert.equal(tombstones.bytes, 180);
  tombstones.endNeedless();
  assert.equal(tombstones.get("i", "aa"), undefined);
  assert.deepEqual([tombstones.bytes, segment.dead], [120, 60]);
  tombstones.end("i", "a", first);
  assert.equal(tombstones.get("i", "a"), undefined);
  assert.deepEqual([tombstones.bytes, segment.dead], [70, 110]);
});
