import assert from "node:assert/strict";
import { checkNewTask } from "../../../../server/testing/world/_check_new_task.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("checkNewTask()");

test("accepts a topic alone, and each member in its range", () => {
  checkNewTask({ topicName: "ship" });
  checkNewTask({
    topicName: "ship",
    processInstanceId: "order-7",
    businessKey: "",
    tenantId: "t",
    priority: 2n ** 63n - 1n,
    retries: 0,
    extensionProperties: { region: "eu" },
  });
});

test("refuses what an engine cannot have, and says what to write", () => {
  const wrong: readonly (readonly [member: object, message: RegExp])[] = [
    [{ topicName: "" }, /'topicName' is a string; write the topic/],
    [{ topic: "ship" }, /there is no 'topic'/],
    [{ processInstanceId: "" }, /Cannot use the instance id: it is empty/],
    [{ businessKey: 7 }, /'businessKey' is the number 7; write a string, or leave it out/],
    [{ tenantId: null }, /'tenantId' is null; write a string/],
    [{ priority: 1.5 }, /'priority' is the number 1.5; write a whole number of 64 bits/],
    [{ priority: 2n ** 63n }, /'priority' is a bigint/],
    [{ priority: "high" }, /'priority' is a string/],
    [{ retries: -1 }, /'retries' is the number -1; write a whole number from 0, or null/],
    [{ retries: 2 ** 31 }, /'retries' is the number 2147483648/],
    [{ extensionProperties: [] }, /'extensionProperties' is an array; write an object/],
    [{ extensionProperties: { tries: 3 } }, /'extensionProperties.tries' is the number 3/],
  ];
  for (const [member, message] of wrong) {
    assert.throws(() => checkNewTask({ topicName: "ship", ...member }), { message });
  }
});
