import assert from "node:assert/strict";
import fc from "fast-check";
import { formatHttpDate } from "../../../../core/rest/conditions/_format_http_date.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("formatHttpDate()");

test("writes every second as a Date does", () => {
  const seconds = fc.integer({ min: -62_135_596_800, max: 253_402_300_799 });
  fc.assert(
    fc.property(seconds, (second) => {
      const time = second * 1_000;
      assert.equal(formatHttpDate(time), new Date(time).toUTCString());
    }),
  );
});

test("writes more days than it keeps, and both ends of each", () => {
  for (let day = -1_100; day < 1_100; day++) {
    for (const second of [0, 1, 59, 60, 3_599, 3_600, 86_399]) {
      const time = (day * 86_400 + second) * 1_000;
      assert.equal(formatHttpDate(time), new Date(time).toUTCString());
    }
  }
});
