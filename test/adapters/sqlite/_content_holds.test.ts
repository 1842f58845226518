import assert from "node:assert/strict";
import { ContentHolds } from "../../../adapters/sqlite/_content_holds.ts";
import { suite } from "../../support/suite.ts";

const test = suite("ContentHolds");

test("sweeps at once what nobody reads", () => {
  const swept: number[] = [];
  const holds = new ContentHolds((content) => swept.push(content));
  holds.hold(1);
  holds.release(1);
  assert.deepEqual(swept, []);
  holds.abandon(1);
  holds.abandon(2);
  assert.deepEqual(swept, [1, 2]);
});

test("sweeps what is read after its last reader", () => {
  const swept: number[] = [];
  const holds = new ContentHolds((content) => swept.push(content));
  holds.hold(1);
  holds.hold(1);
  holds.abandon(1);
  holds.release(1);
  assert.deepEqual(swept, []);
  holds.release(1);
  assert.deepEqual(swept, [1]);
});
