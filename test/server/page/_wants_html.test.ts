import assert from "node:assert/strict";
import { wantsHtml } from "../../../server/page/_wants_html.ts";
import { suite } from "../../support/suite.ts";

const test = suite("wantsHtml()");

test("is for browsers, and for who names it", () => {
  for (const accept of [
    "text/html",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "application/json;q=0.1 , TEXT/HTML ; q=0.001",
    "text/html;level=1",
  ]) {
    assert.equal(wantsHtml(accept), true, accept);
  }
});

test("is not for programs that take anything", () => {
  for (const accept of [
    undefined,
    "",
    "*/*",
    "text/*",
    "application/json, text/plain, */*",
    "text/html;q=0",
    "text/html; Q=0.000, */*",
    "text/htmlx",
    "application/xhtml+xml",
  ]) {
    assert.equal(wantsHtml(accept), false, accept);
  }
});
