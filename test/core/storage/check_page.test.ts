import assert from "node:assert/strict";
import { checkPage } from "../../../core/storage/check_page.ts";
import { suite } from "../../support/suite.ts";

const test = suite("checkPage()");

test("fills in the defaults", () => {
  assert.deepEqual(checkPage(), { after: "", limit: 1_000 });
  assert.deepEqual(checkPage({ after: "a", limit: 10_000 }), { after: "a", limit: 10_000 });
});

test("refuses a limit that is not allowed", () => {
  for (const limit of [0, -1, 1.5, 10_001, Number.NaN, Infinity]) {
    assert.throws(() => checkPage({ limit }), RangeError);
  }
});
