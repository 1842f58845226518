import assert from "node:assert/strict";
import { RestError } from "../../../../core/rest/errors/rest_error.ts";
import { Query } from "../../../../core/rest/operations/_query.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("Query");

function query(text: string): Query {
  return new Query({ target: `/process-instance${text}` });
}

const isBadRequest = (error: unknown) => error instanceof RestError && error.status === 400;

test("takes anything but true for false, and what is not there for its default", () => {
  for (const [text, expected] of [
    ["", true],
    ["?", true],
    ["?other=false", true],
    ["?x=true", true],
    ["?x=TRUE", true],
    ["?x=false", false],
    ["?x=1", false],
    ["?x=", false],
    ["?x", false],
    ["?x=true&x=false", true],
  ] as const) {
    assert.equal(query(text).isTrue("x", true), expected, text);
  }
  assert.equal(query("").isTrue("x", false), false);
});

test("decodes a text, where a plus is a blank, and broken escapes stand for themselves", () => {
  assert.equal(query("?x=a+b%2Bc%C3%A4").text("x"), "a b+cä");
  assert.equal(query("?x=%zz").text("x"), "%zz");
  assert.equal(query("?y=1").text("x"), undefined);
});

test("cuts a list at commas", () => {
  assert.deepEqual(query("?x=a,b%2Cc").list("x"), ["a", "b", "c"]);
  assert.equal(query("").list("x"), undefined);
});

test("reads whole numbers from 0, and refuses the rest", () => {
  assert.equal(query("?x=0").count("x"), 0);
  assert.equal(query("?x=012").count("x"), 12);
  assert.equal(query("").count("x"), undefined);
  for (const text of ["", "-1", "1.5", "1e3", "a", " 1", "99999999999999999999"]) {
    assert.throws(() => query(`?x=${text}`).count("x"), isBadRequest, text);
  }
});

test("refuses parameters that are not known", () => {
  query("?a=1&b=2").checkNames(["a", "b", "c"]);
  query("").checkNames([]);
  assert.throws(
    () => query("?taskIdIn=1").checkNames(["a", "b"]),
    new RestError(400, "InvalidRequestException", "Cannot query by 'taskIdIn': give a, b"),
  );
  assert.throws(
    () => query("?a").checkNames([]),
    new RestError(400, "InvalidRequestException", "Cannot query by 'a': there are no parameters"),
  );
});
