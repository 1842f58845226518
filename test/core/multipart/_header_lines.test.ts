import assert from "node:assert/strict";
import { HeaderLines } from "../../../core/multipart/_header_lines.ts";
import { suite } from "../../support/suite.ts";

const test = suite("HeaderLines");

test("finds values by names in any case, without blanks around them", () => {
  const headers = new HeaderLines("Content-Type: \ttext/plain \r\nX-Empty:\r\n");
  assert.equal(headers.get("content-type"), "text/plain");
  assert.equal(headers.get("CONTENT-TYPE"), "text/plain");
  assert.equal(headers.get("x-empty"), "");
  assert.equal(headers.has("X-EMPTY"), true);
  assert.equal(headers.get("text/plain"), undefined);
  assert.equal(headers.has("__proto__"), false);
});

test("joins the values of a name that comes again, in the order of the first", () => {
  const headers = new HeaderLines("B: 1\r\nA: x:y\r\nb: 2\r\n");
  assert.deepEqual(
    [...headers],
    [
      ["b", "1, 2"],
      ["a", "x:y"],
    ],
  );
});
