import { shorten } from "../../errors/_shorten.ts";
import { checkInstanceId, checkNames } from "../errors/_check_names.ts";
import { NotFoundError } from "../errors/not_found_error.ts";
import { checkChangeOptions } from "../options/_check_call.ts";
import type { ChangeOptions } from "../options/variable_options.ts";
import { findTarget, type TargetContext } from "./_find_target.ts";

/** Deletes one variable, whether it is there or not. */
export async function deleteVariable(
  id: string,
  name: string,
  options: ChangeOptions,
  context: TargetContext,
): Promise<void> {
  checkChangeOptions(options);
  checkNames(id, name);
  const wanted = { instanceId: id, name, condition: options.condition };
  const { instanceId, condition } = await findTarget("delete", wanted, context);
  const change = { op: "delete", name } as const;
  await context.storage.apply(instanceId, [
    condition === undefined ? change : { ...change, condition },
  ]);
}

/** Deletes all variables of an instance. */
export async function clearInstance(
  id: string,
  { storage, instances }: TargetContext,
): Promise<void> {
  checkInstanceId(id);
  const instanceId = await instances.find(id);
  if (instanceId === undefined) {
    throw new NotFoundError(
      "InvalidRequestException",
      `No process instance found for id '${shorten(id)}': processInstance is null`,
      0,
    );
  }
  await storage.apply(instanceId, [{ op: "clear" }]);
}
