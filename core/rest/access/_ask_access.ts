import { AnsweredError } from "../../errors/answered_error.ts";
import { checkedAccess } from "./_checked_access.ts";
import type { AccessRequest } from "./access_request.ts";
import type { Access, Authorize } from "./authorize.ts";

/**
 * Asks `authorize` for its decision. If it decides at once, so does this: each turn of promises would cost a small request time.
 *
 * @throws {AnsweredError} What `authorize` has thrown, if it knows its answer.
 * @throws {Error} If `authorize` fails in another way, or gives no decision; the reason is the `cause`.
 */
export function askAccess(authorize: Authorize, request: AccessRequest): Access | Promise<Access> {
  try {
    const access = authorize(request);
    // A promise may be one of another realm or library.
    return access !== null && typeof access === "object" && "then" in access
      ? askLater(access)
      : checkedAccess(access);
  } catch (error) {
    throw failure(error);
  }
}

async function askLater(access: Promise<Access>): Promise<Access> {
  try {
    return checkedAccess(await access);
  } catch (error) {
    throw failure(error);
  }
}

function failure(cause: unknown): Error {
  if (cause instanceof AnsweredError) return cause;
  return new Error("Cannot tell whether the request is allowed: 'authorize' failed", { cause });
}
