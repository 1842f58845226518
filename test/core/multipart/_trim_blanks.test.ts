import assert from "node:assert/strict";
import fc from "fast-check";
import { trimBlanks } from "../../../core/multipart/_trim_blanks.ts";
import { suite } from "../../support/suite.ts";

const test = suite("trimBlanks()");

test("drops blanks and tabs at both ends, and nothing else", () => {
  const text = fc.string({ unit: fc.constantFrom(" ", "\t", "a", "\u00a0", "\v", "\ufeff") });
  fc.assert(
    fc.property(text, (text) => {
      assert.equal(trimBlanks(text), text.replace(/^[ \t]+|[ \t]+$/g, ""));
    }),
  );
});
