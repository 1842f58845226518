import assert from "node:assert/strict";
import { Instances } from "../../../../server/testing/instances/_instances.ts";
import { taskInstance } from "../../../../server/testing/world/_task_instance.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("taskInstance()");

test("finds the instance of the id, or makes one that ends with its last task", () => {
  const instances = new Instances();
  const seeded = instances.add({ id: "seeded", isSeeded: true });
  const topicName = "ship";
  assert.equal(taskInstance({ topicName, processInstanceId: "seeded" }, instances), seeded);
  const made = taskInstance({ topicName, businessKey: "k", tenantId: "t" }, instances);
  assert.deepEqual([made.isSeeded, made.businessKey, made.tenantId], [false, "k", "t"]);
  assert.equal(instances.get(made.id), made);
});

test("refuses to change what an instance is", () => {
  const instances = new Instances();
  instances.add({ id: "i", isSeeded: true, businessKey: "k" });
  const task = { topicName: "ship", processInstanceId: "i" };
  taskInstance({ ...task, businessKey: "k", processDefinitionKey: "process" }, instances);
  assert.throws(() => taskInstance({ ...task, businessKey: "other" }, instances), {
    name: "TypeError",
    message:
      "Cannot add the external task: the businessKey of process instance 'i' is k, not 'other'; leave it out",
  });
});
