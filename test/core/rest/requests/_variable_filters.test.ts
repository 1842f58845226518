import assert from "node:assert/strict";
import type { JsonValue } from "../../../../core/json/json_value.ts";
import { BodyFilters } from "../../../../core/rest/requests/_body_filters.ts";
import {
  variableFilter,
  variableSorting,
} from "../../../../core/rest/requests/_variable_filters.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("filters of variables");

test("take all kinds of scopes for the instance", () => {
  const { processInstanceIds, variableScopeIds } = variableFilter(
    source({
      processInstanceIdIn: ["a", "b"],
      executionIdIn: ["b", "c", "d"],
      activityInstanceIdIn: ["d", "c"],
      variableScopeIdIn: ["c", "x"],
    }),
  );
  assert.deepEqual(processInstanceIds, ["a", "b"]);
  assert.deepEqual(variableScopeIds, ["c"]);
  assert.equal(variableFilter(source({})).variableScopeIds, undefined);
});

test("find nothing by what no variable belongs to, but read the others all the same", () => {
  for (const name of [
    "taskIdIn",
    "batchIdIn",
    "caseInstanceIdIn",
    "caseExecutionIdIn",
    "tenantIdIn",
  ]) {
    assert.deepEqual(variableFilter(source({ [name]: ["x"] })).processInstanceIds, [], name);
    assert.equal(variableFilter(source({ [name]: [] })).processInstanceIds, undefined, name);
    assert.throws(
      () => variableFilter(source({ [name]: ["x"], processInstanceIdIn: "x" })),
      /'processInstanceIdIn' of the query: it is 'x'; give an array/,
    );
  }
});

test("refuse sorting in the engine's words", () => {
  const sorting = (...entries: readonly (readonly [string, string][])[]) =>
    variableSorting(source({ sorting: entries.map((members) => new Map(members)) }));
  assert.deepEqual(
    sorting(
      [],
      [
        ["sortBy", "variableType"],
        ["sortOrder", "desc"],
      ],
    ),
    [{ sortBy: "variableType", sortOrder: "desc" }],
  );
  assert.throws(() => sorting([["sortOrder", "asc"]]), /currentOrderingProperty is null$/);
  assert.throws(
    () =>
      sorting([
        ["sortBy", "x"],
        ["sortOrder", "asc"],
      ]),
    /OrderingProperty is null$/,
  );
  assert.throws(() => sorting([["sortBy", "tenantId"]]), /direction is null$/);
  assert.throws(
    () =>
      sorting([
        ["sortBy", "tenantId"],
        ["sortOrder", "ASC"],
      ]),
    /direction is null$/,
  );
});

function source(members: Readonly<Record<string, JsonValue>>): BodyFilters {
  return new BodyFilters(new Map(Object.entries(members)));
}
