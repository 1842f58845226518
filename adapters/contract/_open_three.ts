import type { VariableStorage } from "../../core/storage/storage.ts";
import type { Session } from "./_session.ts";

/** Opens a shared store twice more. */
export async function openThree(
  session: Session,
): Promise<readonly [VariableStorage, VariableStorage, VariableStorage]> {
  return [session.storage, await session.open(), await session.open()];
}
