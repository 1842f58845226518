import assert from "node:assert/strict";
import { printDate } from "../../../../../server/testing/external_tasks/tasks/_engine_date.ts";
import { suite } from "../../../../support/suite.ts";

const test = suite("printDate");

test("prints a time as the engine does", () => {
  assert.equal(printDate(Date.UTC(2030, 0, 31, 12, 30, 5, 7)), "2030-01-31T12:30:05.007+0000");
});

test("prints a time however late it is", () => {
  assert.equal(printDate(Date.UTC(12_345, 0)), "12345-01-01T00:00:00.000+0000");
  assert.equal(printDate(2 ** 63), "275760-09-13T00:00:00.000+0000");
});
