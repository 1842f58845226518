import { AnsweredError, type ErrorAnswer } from "../../errors/answered_error.ts";

/**
 * The process instance is not one of those to which the variables were narrowed, see `ProcessVariables.narrowTo`. Over HTTP it is a 403
 * with the type of the engine's own refusals.
 *
 * @example
 * ```ts
 * import { ForbiddenInstanceError, ProcessVariables } from "varpost";
 * import { MemoryStorage } from "varpost/adapters/memory";
 * import assert from "node:assert/strict";
 *
 * const variables = new ProcessVariables({ storage: new MemoryStorage() });
 * const ofShop = variables.narrowTo((instanceId) => instanceId.startsWith("shop-"));
 * await assert.rejects(ofShop.set("order-7", "amount", { value: 42 }), ForbiddenInstanceError);
 * ```
 */
export class ForbiddenInstanceError extends AnsweredError {
  /** The name of the class. */
  override readonly name = "ForbiddenInstanceError";

  /** The answer over HTTP. */
  get answer(): ErrorAnswer {
    return { status: 403, type: "AuthorizationException", message: this.message, code: null };
  }
}
