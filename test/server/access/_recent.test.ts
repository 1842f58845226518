import assert from "node:assert/strict";
import { type Entrant, Recent } from "../../../server/access/_recent.ts";
import { suite } from "../../support/suite.ts";

const test = suite("Recent");

const ANNA: Entrant = { name: "anna", right: "write" };

test("knows a field for a second, however often it is used", () => {
  let now = 5_000;
  const recent = new Recent(() => now);
  assert.equal(recent.get("a"), undefined);
  recent.set("a", ANNA);
  for (const time of [5_000, 5_500, 5_999]) {
    now = time;
    assert.equal(recent.get("a"), ANNA);
    recent.set("b", ANNA);
  }
  now = 6_000;
  assert.equal(recent.get("b"), undefined);
  assert.equal(recent.get("a"), undefined);
  recent.set("c", ANNA);
  now = 6_999;
  assert.equal(recent.get("c"), ANNA);
});

test("is bounded", () => {
  const recent = new Recent(() => 0);
  for (let index = 0; index < 1_000; index++) recent.set(String(index), ANNA);
  const kept = Array.from({ length: 1_000 }, (_, index) => recent.get(String(index)));
  assert.ok(kept.filter((entrant) => entrant !== undefined).length <= 256);
  assert.equal(recent.get("999"), ANNA);
});
