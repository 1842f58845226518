import type { VariableRecord, VariableStorage } from "../../storage/storage.ts";
import type { TypedContent } from "../values/_typed_content.ts";
import type { ChangeTarget } from "./_find_target.ts";

/**
 * Stores the value of one variable.
 *
 * @returns One entry: the record of the new version.
 * @throws {PreconditionFailedError} If the condition of the change does not hold.
 * @throws {StorageError} If the storage fails.
 */
export function putVariable(
  { type, valueInfo, content }: TypedContent,
  { instanceId, name, condition }: ChangeTarget,
  storage: VariableStorage,
): Promise<readonly (VariableRecord | undefined)[]> {
  const change = { op: "put", name, type, valueInfo, content } as const;
  const conditional = condition === undefined ? change : { ...change, condition };
  return storage.apply(instanceId, [conditional]);
}
