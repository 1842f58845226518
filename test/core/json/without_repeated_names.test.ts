import assert from "node:assert/strict";
import { withoutRepeatedNames } from "../../../core/json/without_repeated_names.ts";
import { suite } from "../../support/suite.ts";

const test = suite("withoutRepeatedNames()");

test("leaves the last of the members of one name, at the place of the first", () => {
  assert.equal(withoutRepeatedNames('{"a":1,"b":2,"a":3.50}'), '{"a":3.50,"b":2}');
  assert.equal(withoutRepeatedNames('[1,{"b":1.50,"a":[],"b":null}]'), '[1,{"b":null,"a":[]}]');
});
