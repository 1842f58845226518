import assert from "node:assert/strict";
import fc from "fast-check";
import { RemovedLineBreaks } from "../../../core/base64/_removed_line_breaks.ts";
import { suite } from "../../support/suite.ts";

const test = suite("RemovedLineBreaks");

test("puts line breaks back where they were", () => {
  const pieces = fc.constantFrom(
    "\r",
    "\n",
    "a",
    "b".repeat(63),
    "c".repeat(64),
    "d".repeat(20_000),
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), (array) => {
      const text = array.join("");
      const lineBreaks = new RemovedLineBreaks();
      let position = 0;
      for (const character of text) {
        if (character !== "\r" && character !== "\n") position++;
        else lineBreaks.add(position, character === "\r");
      }
      assert.equal(lineBreaks.insertInto(text.replaceAll(/[\r\n]/g, "")), text);
    }),
  );
});
