import assert from "node:assert/strict";
import fc from "fast-check";
import { findHeadEnd } from "../../../core/multipart/_find_head_end.ts";
import { latin1 } from "../../support/multipart_message.ts";
import { suite } from "../../support/suite.ts";

const test = suite("findHeadEnd()");

test("finds the empty line as a plain search does", () => {
  const text = fc.string({ unit: fc.constantFrom("\r", "\n", "\r\n", "\r\n\r", "x", "long line") });
  fc.assert(
    fc.property(text, fc.nat(6), fc.nat(6), (text, start, more) => {
      const empty = text.startsWith("\r\n", start);
      const found = text.indexOf("\r\n\r\n", start + more);
      const expected = empty ? start + 2 : found < 0 ? -1 : found + 4;
      assert.equal(findHeadEnd(latin1(text), start, start + more), expected);
    }),
    { numRuns: 2_000 },
  );
});
