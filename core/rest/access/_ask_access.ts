import { AnsweredError } from "../../errors/answered_error.ts";
import { checkAccess } from "./_check_access.ts";
import type { AccessRequest } from "./access_request.ts";
import type { Access, Authorize } from "./authorize.ts";

/**
 * Asks `authorize` for its decision.
 *
 * @throws {AnsweredError} What `authorize` has thrown, if it knows its answer.
 * @throws {Error} If `authorize` fails in another way, or gives no decision; the reason is the `cause`.
 */
export async function askAccess(authorize: Authorize, request: AccessRequest): Promise<Access> {
  try {
    const access = await authorize(request);
    checkAccess(access);
    return access;
  } catch (error) {
    if (error instanceof AnsweredError) throw error;
    throw new Error("Cannot tell whether the request is allowed: 'authorize' failed", {
      cause: error,
    });
  }
}
