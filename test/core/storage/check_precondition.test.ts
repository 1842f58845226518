import assert from "node:assert/strict";
import { checkPrecondition } from "../../../core/storage/check_precondition.ts";
import { PreconditionFailedError } from "../../../core/storage/precondition_failed_error.ts";
import type { Precondition } from "../../../core/storage/storage.ts";
import { suite } from "../../support/suite.ts";

const test = suite("checkPrecondition()");

const cases: [condition: Precondition | undefined, version: string | undefined, holds: boolean][] =
  [
    [undefined, undefined, true],
    [{}, undefined, true],
    [{ ifMatch: "*" }, "1", true],
    [{ ifMatch: "*" }, undefined, false],
    [{ ifMatch: ["1", "2"] }, "2", true],
    [{ ifMatch: ["1"] }, "2", false],
    [{ ifMatch: [] }, "2", false],
    [{ ifMatch: ["1"] }, undefined, false],
    [{ ifNoneMatch: "*" }, undefined, true],
    [{ ifNoneMatch: "*" }, "1", false],
    [{ ifNoneMatch: ["1"] }, "1", false],
    [{ ifNoneMatch: ["1"] }, "2", true],
    [{ ifNoneMatch: ["1"] }, undefined, true],
    [{ ifMatch: ["1"], ifNoneMatch: ["1"] }, "1", false],
    [{ ifMatch: ["1"], ifNoneMatch: ["2"] }, "1", true],
  ];

for (const [condition, version, holds] of cases) {
  test(`${holds ? "accepts" : "refuses"} ${JSON.stringify(condition)} for ${version}`, () => {
    const check = () => checkPrecondition(condition, "v", version);
    if (holds) check();
    else {
      assert.throws(check, (error) => {
        assert.ok(error instanceof PreconditionFailedError);
        assert.equal(error.variableName, "v");
        assert.equal(error.version, version);
        return true;
      });
    }
  });
}
