import assert from "node:assert/strict";
import fc from "fast-check";
import { compareNames } from "../../../core/storage/compare_names.ts";
import { suite } from "../../support/suite.ts";

const test = suite("compareNames()");

test("orders by UTF-8 bytes where UTF-16 would not", () => {
  assert.ok("\u{1F600}" < "\uFF5E", "the case is one where the two orders differ");
  assert.ok(compareNames("\u{1F600}", "\uFF5E") > 0);
});

test("puts a prefix first and finds equal names equal", () => {
  assert.ok(compareNames("a", "ab") < 0);
  assert.equal(compareNames("Ä", "Ä"), 0);
});

test("agrees with Buffer.compare of the bytes", () => {
  const name = fc.string({ unit: "binary", maxLength: 8 });
  fc.assert(
    fc.property(name, name, (a, b) => {
      assert.equal(Math.sign(compareNames(a, b)), Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});
