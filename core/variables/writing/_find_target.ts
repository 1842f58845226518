import { shorten } from "../../errors/_shorten.ts";
import { checkCondition } from "../../storage/_check_condition.ts";
import { checkPrecondition } from "../../storage/check_precondition.ts";
import type { Precondition, VariableStorage } from "../../storage/storage.ts";
import type { InstanceResolver } from "../instances/_instance_resolver.ts";

/** The variable to change, and the condition. */
export interface ChangeTarget {
  /** Id of the process instance; before `findTarget`, any id of it. */
  readonly instanceId: string;
  readonly name: string;
  readonly condition: Precondition | undefined;
}

/** Everything that is needed to find the variable. */
export interface TargetContext {
  readonly storage: VariableStorage;
  readonly instances: InstanceResolver;
}

/**
 * Finds the instance of a change, and checks the condition for the first time.
 *
 * @param action The action, for the message.
 * @param target The variable to change.
 * @param context Storage and instances.
 * @returns The same with the id of the process instance itself; a promise only if something must be looked up.
 * @throws {NotFoundError} If the instance does not exist.
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
