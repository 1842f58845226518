import assert from "node:assert/strict";
import { checkLimits } from "../../../core/errors/_check_limits.ts";
import { suite } from "../../support/suite.ts";

const test = suite("checkLimits()");
const defaults = { maxParts: 32, maxTextBytes: 64 };

test("fills in defaults and leaves out what is no limit here", () => {
  const given = { maxParts: 0, maxTextBytes: undefined, maxJsonBytes: 1 };
  assert.deepEqual(checkLimits(given, defaults), { maxParts: 0, maxTextBytes: 64 });
  assert.deepEqual(checkLimits({ maxTextBytes: Infinity }, defaults), {
    maxParts: 32,
    maxTextBytes: Infinity,
  });
});

test("refuses what is no whole number from 0", () => {
  for (const maxParts of [-1, 1.5, Number.NaN, -Infinity]) {
    assert.throws(() => checkLimits({ maxParts }, defaults), {
      name: "RangeError",
      message: /'maxParts'/,
    });
  }
});
