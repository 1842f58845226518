import assert from "node:assert/strict";
import {
  checkFilterNames,
  checkParameterNames,
} from "../../../../core/rest/requests/_check_filter_names.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("names of filters");

const KNOWN = ["variableName", "sortBy"];

test("are refused if they are unknown, with the nearest one", () => {
  for (const [name, hint] of [
    ["variablename", "did you mean 'variableName'?"],
    ["sortby", "did you mean 'sortBy'?"],
    ["completelyElse", "give variableName, sortBy"],
    ["_", "give variableName, sortBy"],
    ["", "give variableName, sortBy"],
  ] as const) {
    const message = `Cannot query by '${name}': ${hint}`;
    assert.throws(() => checkFilterNames(["sortBy", name], KNOWN), { message });
  }
  checkFilterNames(KNOWN, KNOWN);
});

test("of parameters may be missing, or be those that get past caches", () => {
  checkParameterNames(["", "_", "cacheBust", "sortBy"], KNOWN);
  assert.throws(() => checkParameterNames(["", "sortby"], KNOWN), /did you mean 'sortBy'/);
});

test("are shown in parts if they are long", () => {
  const long = "x".repeat(1_000_000);
  assert.throws(
    () => checkFilterNames([long], KNOWN),
    ({ message }: Error) => message.length < 500,
  );
});
