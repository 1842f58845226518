import assert from "node:assert/strict";
import { isModifiedSince, lastModified } from "../../../../core/rest/conditions/_last_modified.ts";
import { suite } from "../../../support/suite.ts";
import { restRequest } from "../_rest_request.ts";

const test = suite("lastModified()");

test("is in whole seconds", () => {
  for (const [given, time] of [
    [0, 0],
    [999, 0],
    [1_000, 1_000],
    [1_790_000_000_999, 1_790_000_000_000],
  ] as const) {
    assert.equal(lastModified({ updatedAt: new Date(given) }), time);
  }
});

test("is never later than now", () => {
  const time = lastModified({ updatedAt: new Date(8.64e15) });
  assert.ok(time <= Date.now());
  assert.equal(time % 1_000, 0);
});

test("is compared with dates by the second", () => {
  const updatedAt = new Date("1994-11-06T08:49:37.999Z");
  for (const [date, isModified] of [
    ["Sun, 06 Nov 1994 08:49:36 GMT", true],
    ["Sun, 06 Nov 1994 08:49:37 GMT", false],
    ["Sun, 06 Nov 1994 08:49:38 GMT", false],
    ["Sunday, 06-Nov-94 08:49:36 GMT", true],
    ["Sun Nov  6 08:49:37 1994", false],
    ["1994-11-06T08:49:36Z", undefined],
    ["", undefined],
    [undefined, undefined],
  ] as const) {
    for (const field of ["if-modified-since", "if-unmodified-since"] as const) {
      const request = restRequest({ headers: { [field]: date } });
      assert.equal(isModifiedSince(request, field, { updatedAt }), isModified, date);
    }
  }
});
