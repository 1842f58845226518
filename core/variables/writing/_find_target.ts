import { shorten } from "../../errors/_shorten.ts";
import { checkCondition } from "../../storage/_check_condition.ts";
import { checkPrecondition } from "../../storage/check_precondition.ts";
import type { Precondition, VariableStorage } from "../../storage/storage.ts";
import type { InstanceResolver } from "../instances/_instance_resolver.ts";

/** Which variable to change, and when. */
export interface ChangeTarget {
  /** Id of the process instance, or, before that was found, any id of it. */
  readonly instanceId: string;
  readonly name: string;
  readonly condition: Precondition | undefined;
}

/** Where to look for it. */
export interface TargetContext {
  readonly storage: VariableStorage;
  readonly instances: InstanceResolver;
}

/**
 * Finds the instance of a change, and checks its condition a first time.
 *
 * @param action What is to be done, for the message.
 * @param target The change.
 * @param context Where to look.
 * @returns The change, with the id of the process instance itself; a promise only if there is something to wait for.
 * @throws {NotFoundError} If there is no such instance.
 * @throws {PreconditionFailedError} If the condition does not hold.
 */
export function findTarget(
  action: "put" | "delete",
  target: ChangeTarget,
  context: TargetContext,
): ChangeTarget | Promise<ChangeTarget> {
  const isFound = context.instances.isIdentity && target.condition === undefined;
  return isFound ? target : lookUp(action, target, context);
}

async function lookUp(
  action: "put" | "delete",
  { instanceId: id, name, condition }: ChangeTarget,
  { storage, instances }: TargetContext,
): Promise<ChangeTarget> {
  checkCondition(name, condition);
  const instanceId = await instances.get(
    id,
    `Cannot ${action} process instance variable ${shorten(name)}`,
  );
  if (condition !== undefined) {
    const record = await storage.stat(instanceId, name);
    checkPrecondition(condition, name, record?.version);
  }
  return { instanceId, name, condition };
}
