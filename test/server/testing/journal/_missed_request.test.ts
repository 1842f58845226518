import assert from "node:assert/strict";
import { Journal } from "../../../../server/testing/journal/_journal.ts";
import { missedRequest } from "../../../../server/testing/journal/_missed_request.ts";
import { readSelector } from "../../../../server/testing/journal/_selection.ts";
import type { RequestSelector } from "../../../../server/testing/journal/recorded_request_filter.ts";
import { suite } from "../../../support/suite.ts";
import { type MadeCall, madeCall } from "./_made_call.ts";

const test = suite("message of a missed request");

/** What is said of a selector, line by line, if these requests came. */
function linesOf(selector: RequestSelector, ...calls: readonly MadeCall[]): readonly string[] {
  const journal = new Journal({}, () => 0);
  for (const call of calls) {
    journal.begin(madeCall(call)).answer({ status: 200, headers: {}, body: undefined });
  }
  return missedRequest(readSelector(selector), 50, journal.requests).split("\n");
}

test("names the one member that differs", () => {
  const call = {
    method: "PUT",
    target: "/a/1/b",
    operation: "put",
    parameters: { id: "1", varName: "b" },
  };
  const differences = (filter: RequestSelector) => linesOf(filter, call)[1]?.split("  <- ")[1];
  assert.equal(differences({ method: "GET", id: "1" }), "method is 'PUT', not 'GET'");
  assert.equal(differences({ path: /^\/c/, id: "1" }), "path is '/a/1/b', not /^\\/c/");
  assert.equal(differences({ operation: "get", id: "1" }), "operation is 'put', not 'get'");
  assert.equal(differences({ id: "2", variable: "b" }), "id is '1', not '2'");
  assert.equal(differences({ id: "1", variable: "c" }), "variable is 'b', not 'c'");
  assert.equal(differences({ id: "1", status: 204 }), "status is 200, not 204");
});

test("names none if several differ, or only one is given", () => {
  for (const filter of [{ id: "2", status: 204 }, { id: "2" }, { id: "2", status: undefined }]) {
    assert.doesNotMatch(linesOf(filter, { parameters: { id: "1" } })[1] ?? "", /<-/);
  }
  assert.doesNotMatch(linesOf(() => false, {})[1] ?? "", /<-/);
});

test("lists the last 20 requests, and shortens long paths", () => {
  const calls = Array.from({ length: 25 }, (_, index) => ({ target: `/${index}` }));
  const [first, ...rows] = linesOf(() => false, ...calls);
  assert.equal(
    first,
    "Cannot find a request that the function selects: none was answered within 50 ms; the journal has 25 requests, of which these are the last 20:",
  );
  assert.equal(rows.length, 20);
  assert.match(rows[0] ?? "", /^ {2}GET {2}\/5 {3}\(unknown\) {2}200$/);
  assert.match(linesOf({}, { target: `/${"a".repeat(200)}` })[1] ?? "", /^ {2}GET {2}\/a{99}… /);
});
