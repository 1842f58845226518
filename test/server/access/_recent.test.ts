import assert from "node:assert/strict";
import { type Entrant, Recent } from "../../../server/access/_recent.ts";
import { suite } from "../../support/suite.ts";

const test = suite("Recent");

const ANNA: Entrant = { name: "anna", right: "write" };

test("knows fields until they are to be forgotten, each time anew", () => {
  const timers: (() => void)[] = [];
  const recent = new Recent((run) => timers.push(run));
  assert.equal(recent.get("a"), undefined);
  for (let round = 1; round < 3; round++) {
    recent.set("a", ANNA);
    recent.set("b", ANNA);
    assert.deepEqual([recent.get("a"), recent.get("b")], [ANNA, ANNA]);
    assert.equal(timers.length, round);
    timers.at(-1)?.();
    assert.deepEqual([recent.get("a"), recent.get("b")], [undefined, undefined]);
  }
});

test("is bounded", () => {
  const recent = new Recent(() => {});
  for (let index = 0; index < 1_000; index++) recent.set(String(index), ANNA);
  const kept = Array.from({ length: 1_000 }, (_, index) => recent.get(String(index)));
  assert.equal(kept.filter((entrant) => entrant !== undefined).length, 256);
});
