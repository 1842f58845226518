import assert from "node:assert/strict";
import { Instances } from "../../../../server/testing/instances/_instances.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("Instances");

test("know the instance of each execution until one of them ends", () => {
  const instances = new Instances();
  const instance = instances.add({ id: "a", isSeeded: true });
  instances.begin(instance, "x");
  instances.begin(instance, "y");
  assert.equal(instances.ofExecution("x"), instance);
  assert.equal(instances.ofExecution("a"), instance);
  instances.end("x");
  assert.equal(instances.ofExecution("x"), undefined);
  instances.delete(instance);
  assert.equal(instances.ofExecution("y"), undefined);
  assert.deepEqual([...instances.all()], []);
});

test("of one definition have the same definition id", () => {
  const instances = new Instances();
  const [a, b, c] = ["a", "b", "c"].map((id) =>
    instances.add({ id, isSeeded: true, definitionKey: id === "c" ? "other" : "same" }),
  );
  assert.equal(a?.definitionId, b?.definitionId);
  assert.match(c?.definitionId ?? "", /^other:1:[0-9a-f-]{36}$/);
});
