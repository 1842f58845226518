import assert from "node:assert/strict";
import type { VariableRecord } from "../../../../core/mod.ts";
import { readRange } from "../../../../core/rest/conditions/_read_range.ts";
import { RestError } from "../../../../core/rest/errors/rest_error.ts";
import { suite } from "../../../support/suite.ts";
import { restRequest } from "../_rest_request.ts";

const test = suite("readRange()");

function record(size: number): VariableRecord {
  const updatedAt = new Date(0);
  return { name: "v", type: "Bytes", valueInfo: {}, isNull: false, size, version: "v1", updatedAt };
}

const OF_TEN: readonly (readonly [range: string, start: number, end: number])[] = [
  ["bytes=0-0", 0, 1],
  ["bytes=0-9", 0, 10],
  ["bytes=0-10", 0, 10],
  ["bytes=0-99999999999999999999", 0, 10],
  ["bytes=3-", 3, 10],
  ["bytes=9-", 9, 10],
  ["bytes=-1", 9, 10],
  ["bytes=-10", 0, 10],
  ["bytes=-99999999999999999999", 0, 10],
  ["Bytes= 2-3 ", 2, 4],
];

for (const [range, start, end] of OF_TEN) {
  test(`reads '${range}'`, () => {
    assert.deepEqual(readRange(restRequest({ headers: { range } }), record(10)), { start, end });
  });
}

const WHOLE: readonly (readonly [range: string, ifRange?: string])[] = [
  [""],
  ["bytes=0-1,3-4"],
  ["bytes=0-1, bytes=3-4"],
  ["bytes=5-4"],
  ["bytes=-"],
  ["bytes="],
  ["bytes=a-b"],
  ["bytes=1.5-2"],
  ["bytes=--1"],
  ["bytes 0-1"],
  ["items=0-1"],
  ["bytes=0-1", '"v2"'],
  ["bytes=0-1", 'W/"v1"'],
  ["bytes=0-1", "v1"],
  ["bytes=99-", '"v2"'],
  ["bytes=0-1", "Mon, 23 Nov 2026 22:46:57 GMT"],
];

for (const [range, ifRange] of WHOLE) {
  test(`sends the whole for '${range}' if ${ifRange}`, () => {
    const headers = { range, ...(ifRange === undefined ? {} : { "if-range": ifRange }) };
    assert.equal(readRange(restRequest({ headers }), record(10)), undefined);
  });
}

test("sends the range of the version that is there", () => {
  const headers = { range: "bytes=1-2", "if-range": '"v1"' };
  assert.deepEqual(readRange(restRequest({ headers }), record(10)), { start: 1, end: 3 });
});

test("sends the whole of no bytes for the last ones", () => {
  const request = restRequest({ headers: { range: "bytes=-1" } });
  assert.equal(readRange(request, record(0)), undefined);
});

for (const [range, size] of [
  ["bytes=10-", 10],
  ["bytes=10-11", 10],
  ["bytes=99999999999999999999-", 10],
  ["bytes=-0", 10],
  ["bytes=0-", 0],
  ["bytes=0-0", 0],
  ["bytes=-0", 0],
] as const) {
  test(`refuses '${range}' of ${size} bytes`, () => {
    assert.throws(
      () => readRange(restRequest({ headers: { range } }), record(size)),
      (error) =>
        error instanceof RestError &&
        error.status === 416 &&
        error.headers["Content-Range"] === `bytes */${size}`,
    );
  });
}
