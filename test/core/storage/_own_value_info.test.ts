import assert from "node:assert/strict";
import { ownValueInfo } from "../../../core/storage/_own_value_info.ts";
import { suite } from "../../support/suite.ts";

const test = suite("ownValueInfo()");

test("copies the members of a value info that are stored, and only those", () => {
  const given = { filename: "a", encoding: "UTF-8", transient: true };
  const copy = ownValueInfo("x", given);
  given.filename = "b";
  assert.deepEqual(copy, { filename: "a", encoding: "UTF-8" });
  assert.deepEqual(own({ filename: "a", mimeType: undefined }), { filename: "a" });
  assert.deepEqual(own({ transient: true }), {});
  assert.deepEqual(ownValueInfo("x", {}), {});
});

test("refuses other values than a value info, and describes them", () => {
  const cases: [given: unknown, message: RegExp][] = [
    [null, /'valueInfo' of 'x' is null; pass '\{\}'/],
    [undefined, /is undefined/],
    ["a", /is a string/],
    [{ filename: 7 }, /'filename' in the 'valueInfo' of 'x' is the number 7, not a string/],
    [{ transient: true, encoding: null }, /'encoding' .* is null/],
  ];
  for (const [given, message] of cases) {
    assert.throws(() => own(given), {
      name: "TypeError",
      message,
    });
  }
});

/** Calls the function without types, as plain JavaScript may. */
function own(given: unknown): unknown {
  return Reflect.apply(ownValueInfo, undefined, ["x", given]);
}
