import assert from "node:assert/strict";
import type { Precondition } from "../../../../core/mod.ts";
import { readCondition } from "../../../../core/rest/conditions/_read_condition.ts";
import { RestError } from "../../../../core/rest/errors/rest_error.ts";
import { suite } from "../../../support/suite.ts";
import { restRequest } from "../_rest_request.ts";

const test = suite("readCondition()");

const READ: readonly (readonly [Readonly<Record<string, string>>, Precondition | undefined])[] = [
  [{}, undefined],
  [{ "if-match": "*" }, { ifMatch: "*" }],
  [{ "if-none-match": " * " }, { ifNoneMatch: "*" }],
  [{ "if-match": '"a"' }, { ifMatch: ["a"] }],
  [{ "if-match": '"a","b" , "c"' }, { ifMatch: ["a", "b", "c"] }],
  [{ "if-match": '"a,b"' }, { ifMatch: ["a,b"] }],
  [{ "if-match": '""' }, { ifMatch: [""] }],
  [{ "if-match": ',"a",,"b",' }, { ifMatch: ["a", "b"] }],
  [{ "if-match": 'W/"a"' }, { ifMatch: [] }],
  [{ "if-match": 'W/"a", "a"' }, { ifMatch: ["a"] }],
  [{ "if-none-match": 'W/"a", "b"' }, { ifNoneMatch: ["a", "b"] }],
  [
    { "if-match": '"a"', "if-none-match": "*" },
    { ifMatch: ["a"], ifNoneMatch: "*" },
  ],
];

for (const [headers, condition] of READ) {
  test(`reads ${JSON.stringify(headers)}`, () => {
    assert.deepEqual(readCondition(restRequest({ headers })), condition);
  });
}

for (const value of [
  "",
  "a",
  '"a',
  'a"',
  '"a" "b"',
  "'a'",
  'w/"a"',
  '"a", *',
  "**",
  ",",
  '"\u0100"',
]) {
  test(`refuses ${JSON.stringify(value)}`, () => {
    for (const name of ["if-match", "if-none-match"]) {
      assert.throws(
        () => readCondition(restRequest({ headers: { [name]: value } })),
        (error) => error instanceof RestError && error.status === 400,
      );
    }
  });
}

test("takes no longer for a hostile list than for any other", () => {
  for (const value of [`"a"${"\t".repeat(50_000)}x`, '"'.repeat(50_001)]) {
    const request = restRequest({ headers: { "if-match": value } });
    assert.throws(() => readCondition(request), RestError);
  }
});
