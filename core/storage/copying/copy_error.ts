/**
 * A copy that could not be made, or that differs. It names the instance and the variable, as far as they are known.
 *
 * @example
 * ```ts
 * import { MemoryStorage } from "varpost/adapters/memory";
 * import { CopyError, copyStorage } from "varpost/storage";
 * import assert from "node:assert/strict";
 *
 * const from = new MemoryStorage();
 * const to = new MemoryStorage();
 * await to.apply("order-1", [{ op: "put", name: "a", type: "Null", valueInfo: {}, content: null }]);
 * await assert.rejects(copyStorage(from, to), CopyError);
 * ```
 */
export class CopyError extends Error {
  /** The name of the class. */
  override readonly name = "CopyError";
  /** The instance; `undefined` if the error is about no instance. */
  readonly instanceId: string | undefined;
  /** The variable; `undefined` if the error is about no variable, or about several. */
  readonly variable: string | undefined;

  /**
   * Creates the error.
   *
   * @param message The text: what cannot be done, why, and what to do.
   * @param place The instance and the variable, and as `cause` the error of the storage.
   */
  constructor(
    message: string,
    place: ErrorOptions & {
      readonly instanceId?: string | undefined;
      readonly variable?: string | undefined;
    } = {},
  ) {
    super(message, place);
    this.instanceId = place.instanceId;
    this.variable = place.variable;
  }
}
