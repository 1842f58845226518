import assert from "node:assert/strict";
import type { JsonValue } from "../../../../core/json/json_value.ts";
import { BodyFilters } from "../../../../core/rest/requests/_body_filters.ts";
import {
  alternativeFilter,
  instanceFilter,
  instanceOrder,
} from "../../../../core/rest/requests/_instance_filters.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("filters of instances");

type Members = Readonly<Record<string, JsonValue>>;

const all = (members: Members) => instanceFilter(source(members)).processInstanceIds;
const any = (members: Members) => alternativeFilter(source(members))?.processInstanceIds;

test("have constants where nothing is known", () => {
  assert.equal(all({}), undefined);
  assert.equal(all({ active: true, rootProcessInstances: true, suspended: false }), undefined);
  assert.deepEqual(all({ suspended: true }), [""]);
  assert.deepEqual(all({ businessKey: "" }), [""]);
  assert.deepEqual(all({ tenantIdIn: ["x"], processInstanceIds: ["a"] }), [""]);
  assert.deepEqual(all({ rootProcessInstanceId: "a" }), ["a"]);
  assert.deepEqual(all({ rootProcessInstanceId: "a", processInstanceIds: ["b", "a"] }), ["a"]);
  assert.deepEqual(all({ rootProcessInstanceId: "a", processInstanceIds: ["b"] }), [""]);
});

test("of which one must hold are certain if one of them is", () => {
  assert.equal(alternativeFilter(source({ active: true, withIncident: true })), undefined);
  // To the engine, both together mean suspended.
  assert.deepEqual(any({ active: true, suspended: true }), [""]);
  assert.equal(any({}), undefined);
  assert.deepEqual(any({ suspended: true }), [""]);
  assert.deepEqual(any({ suspended: true, processInstanceIds: ["a"] }), ["a"]);
  assert.deepEqual(any({ rootProcessInstanceId: "b", processInstanceIds: ["a"] }), ["a", "b"]);
});

test("keep an empty list of ids, which is refused later, whatever stands beside it", () => {
  for (const others of [
    {},
    { suspended: true },
    { rootProcessInstanceId: "a" },
    { active: true },
  ]) {
    assert.deepEqual(all({ processInstanceIds: [], ...others }), []);
    assert.deepEqual(any({ processInstanceIds: [], ...others }), []);
  }
});

test("refuse what only an engine knows", () => {
  assert.throws(
    () => all({ deploymentId: "d" }),
    /^InvalidQueryError: Cannot query by 'deploymentId'/,
  );
  assert.throws(() => any({ activityIdIn: ["a"] }), /'activityIdIn'/);
  assert.equal(all({ activityIdIn: [], deploymentId: null }), undefined);
});

test("sort by the id only", () => {
  const order = (...keys: readonly string[]) =>
    instanceOrder(
      source({
        sorting: keys.map(
          (sortBy) =>
            new Map([
              ["sortBy", sortBy],
              ["sortOrder", "desc"],
            ]),
        ),
      }),
    );
  assert.equal(order(), "asc");
  assert.equal(order("businessKey"), "asc");
  assert.equal(order("businessKey", "instanceId"), "desc");
});

function source(members: Members): BodyFilters {
  return new BodyFilters(new Map(Object.entries(members)));
}
