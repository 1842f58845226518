import { checkMembers, type Members } from "../../../core/errors/_check_members.ts";
import { describeValue } from "../../../core/errors/_describe_value.ts";
import { checkName } from "../../../core/storage/check_name.ts";
import type { NewExternalTask } from "../external_tasks/new_external_task.ts";

const MEMBERS: Members<NewExternalTask> = {
  topicName: true,
  processInstanceId: true,
  businessKey: true,
  processDefinitionKey: true,
  processDefinitionVersionTag: true,
  tenantId: true,
  variables: true,
  localVariables: true,
  activityId: true,
  priority: true,
  retries: true,
  extensionProperties: true,
};

/** The members that are text, and may be left out. */
const TEXTS = [
  "businessKey",
  "processDefinitionKey",
  "processDefinitionVersionTag",
  "tenantId",
  "activityId",
] as const;
const MAX_RETRIES = 2_147_483_647;
const MAX_PRIORITY = 2n ** 63n - 1n;

/**
 * Checks what a test says of a new task, but its variables.
 *
 * @throws {TypeError | RangeError} If a member is unknown, missing or of a wrong kind.
 */
export function checkNewTask(task: NewExternalTask): void {
  checkMembers("members of the external task", task, MEMBERS);
  const { topicName, processInstanceId, priority = 0, retries = null } = task;
  if (typeof topicName !== "string" || topicName === "") {
    throw wrong(`'topicName' is ${describeValue(topicName)}; write the topic of your worker`);
  }
  if (processInstanceId !== undefined) checkName("instance id", processInstanceId);
  for (const name of TEXTS) checkText(name, task[name]);
  checkProperties(task.extensionProperties);
  const isWhole = typeof priority === "bigint" || Number.isSafeInteger(priority);
  if (!isWhole || BigInt(priority) > MAX_PRIORITY || BigInt(priority) < -MAX_PRIORITY - 1n) {
    throw wrong(`'priority' is ${describeValue(priority)}; write a whole number of 64 bits`);
  }
  const isCount = retries === null || (Number.isInteger(retries) && retries >= 0);
  if (isCount && (retries ?? 0) <= MAX_RETRIES) return;
  throw wrong(`'retries' is ${describeValue(retries)}; write a whole number from 0, or null`);
}

function checkText(name: string, value: unknown): void {
  if (value === undefined || typeof value === "string") return;
  throw wrong(`'${name}' is ${describeValue(value)}; write a string, or leave it out`);
}

function checkProperties(properties: unknown): void {
  if (properties === undefined) return;
  if (typeof properties !== "object" || properties === null || Array.isArray(properties)) {
    throw wrong(
      `'extensionProperties' is ${describeValue(properties)}; write an object, as in { region: "eu" }`,
    );
  }
  for (const [name, value] of Object.entries(properties)) {
    checkText(`extensionProperties.${name}`, value);
  }
}

function wrong(problem: string): TypeError {
  return new TypeError(`Cannot add the external task: ${problem}`);
}
