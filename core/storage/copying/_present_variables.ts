import { compareNames } from "../compare_names.ts";
import type { VariableRecord, VariableStorage } from "../storage.ts";
import { differentMember } from "./_different_member.ts";
import { areEqual } from "./_same_bytes.ts";
import { walkVariables } from "./_walk.ts";
import { CopyError } from "./copy_error.ts";

/**
 * The variables of an instance that a broken-off copy has left in the target. Each is whole, since it came in one step. Nothing of them
 * is changed: if one is not as in the source, the target is no part of a copy of it, and may be all that somebody has.
 */
export class PresentVariables {
  readonly #instanceId: string;
  readonly #records: AsyncGenerator<VariableRecord, void, undefined>;
  #next: VariableRecord | undefined;
  #hasBegun = false;

  constructor(to: VariableStorage, instanceId: string) {
    this.#instanceId = instanceId;
    this.#records = recordsOf(to, instanceId);
  }

  /**
   * Whether the target has a variable. The bytes of a large one are not compared. Call it in the order of the names.
   *
   * @throws {CopyError} If it has another one of this name, or one that the source lacks.
   */
  async has(record: VariableRecord): Promise<boolean> {
    if (!this.#hasBegun) await this.#advance();
    this.#hasBegun = true;
    const found = this.#next;
    if (found === undefined || compareNames(found.name, record.name) > 0) return false;
    if (found.name !== record.name) throw this.#refusal(found.name, "which the source lacks");
    if (!isCopy(record, found))
      throw this.#refusal(found.name, "which is another one in the source");
    await this.#advance();
    return true;
  }

  /**
   * Call it when the source has no more variables.
   *
   * @throws {CopyError} If the target has more.
   */
  async end(): Promise<void> {
    if (!this.#hasBegun) await this.#advance();
    if (this.#next !== undefined) throw this.#refusal(this.#next.name, "which the source lacks");
  }

  async #advance(): Promise<void> {
    const next = await this.#records.next();
    this.#next = next.done === true ? undefined : next.value;
  }

  #refusal(variable: string, problem: string): CopyError {
    const instanceId = this.#instanceId;
    return new CopyError(
      `Cannot resume the copy: the target has variable '${variable}' of instance '${instanceId}', ${problem}. It is no part of a copy of this source, or the source was changed; copy to an empty target`,
      { instanceId, variable },
    );
  }
}

async function* recordsOf(storage: VariableStorage, instanceId: string) {
  for await (const page of walkVariables(storage, instanceId)) yield* page;
}

function isCopy(record: VariableRecord, found: VariableRecord): boolean {
  if (differentMember(record, found) !== undefined) return false;
  const { inline } = record;
  return inline === undefined || (found.inline !== undefined && areEqual(inline, found.inline));
}
