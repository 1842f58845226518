import type { VariableStorage } from "../../storage/storage.ts";
import { refuseTransientOverStored } from "../errors/_refuse_transient_over_stored.ts";
import type { JsonVariableResult } from "../from_json/_json_rules.ts";
import type { SetResult } from "../options/variable_options.ts";
import type { ChangeTarget } from "./_find_target.ts";
import { putVariable } from "./_put_variable.ts";

/**
 * Stores what the rules of JSON have made of a variable, unless it is transient.
 *
 * @throws {InvalidVariableError} If it is transient, and a value is kept.
 * @throws {PreconditionFailedError} If the condition of the change does not hold.
 * @throws {StorageError} If the storage fails.
 */
export async function storeVariable(
  { value, isTransient, hints }: JsonVariableResult,
  target: ChangeTarget,
  storage: VariableStorage,
): Promise<SetResult> {
  if (isTransient) {
    await refuseTransientOverStored(storage, target.instanceId, target.name);
    return { record: undefined, deprecated: false, hints };
  }
  const [record] = await putVariable(value, target, storage);
  return { record, deprecated: false, hints };
}
