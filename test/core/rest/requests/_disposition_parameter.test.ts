import assert from "node:assert/strict";
import { InvalidQueryError } from "../../../../core/mod.ts";
import { dispositionParameter } from "../../../../core/rest/requests/_disposition_parameter.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("dispositionParameter()");

for (const [target, disposition] of [
  ["/", undefined],
  ["/?", undefined],
  ["/?disposition", undefined],
  ["/?disposition=", undefined],
  ["/?Disposition=inline", undefined],
  ["/?disposition=inline", "inline"],
  ["/?a=b&disposition=%69nline", "inline"],
  ["/?disposition=attachment", "attachment"],
  ["/?disposition=inline&disposition=attachment", "inline"],
] as const) {
  test(`reads ${target}`, () => {
    assert.equal(dispositionParameter({ target }), disposition);
  });
}

for (const value of [
  "Inline",
  "INLINE",
  "inline%20",
  "true",
  "form-data",
  "%00",
  "x".repeat(500),
]) {
  test(`refuses ${value.slice(0, 20)}`, () => {
    assert.throws(
      () => dispositionParameter({ target: `/?disposition=${value}` }),
      (error) =>
        error instanceof InvalidQueryError &&
        error.status === 400 &&
        error.message.length < 250 &&
        /'disposition' .*give 'inline' or 'attachment'$/.test(error.message),
    );
  });
}
