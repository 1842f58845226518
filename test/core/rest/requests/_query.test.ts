import assert from "node:assert/strict";
import { Query } from "../../../../core/rest/requests/_query.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("Query");

function query(text: string): Query {
  return new Query({ target: `/process-instance${text}` });
}

test("takes anything but true for false, and what is not there or empty for its default", () => {
  for (const [text, expected] of [
    ["", true],
    ["?", true],
    ["?other=false", true],
    ["?x=true", true],
    ["?x=TRUE", true],
    ["?x=false", false],
    ["?x=1", false],
    ["?x=", true],
    ["?x", true],
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
