import type { AccessRequest } from "./access_request.ts";

/** The request is served. */
export interface AllowedAccess {
  /** The request is served. */
  readonly allow: true;
  /** Name of the user, for logs. Default: nobody is named. */
  readonly user?: string | undefined;
  /**
   * Which process instances the user may reach. A request that names another one, in whatever way, gets a 403; lists, queries and counts
   * show only what is allowed. Searches call it for each instance that they look at. Default: all.
   */
  readonly instances?: ((instanceId: string) => boolean) | undefined;
}

/** The request is refused. */
export interface DeniedAccess {
  /** The request is refused. */
  readonly allow: false;
  /** 401 if the client has not said who it is, or not rightly; 403 if it is known, and may not do this. Default 401. */
  readonly status?: 401 | 403 | undefined;
  /** Why, for the client. Default: a text that says no more than the status. */
  readonly message?: string | undefined;
  /** Headers of the answer. To a 401 belongs `WWW-Authenticate` (RFC 9110, section 11.6.1). Default: no headers. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Name of the user, for logs. Default: nobody is named. */
  readonly user?: string | undefined;
}

/** Whether a request is served. */
export type Access = AllowedAccess | DeniedAccess;

/**
 * Decides whether a request is served. It is called before the body is read, also for paths that do not exist. If it throws or
 * rejects, the request is not served: the client gets a 500, or the answer of an `AnsweredError`.
 *
 * @example
 * ```ts
 * import { ProcessVariables } from "varpost";
 * import { MemoryStorage } from "varpost/adapters/memory";
 * import { type Authorize, createFetchHandler } from "varpost/fetch";
 * import assert from "node:assert/strict";
 *
 * const users = new Map([["Bearer 3fJ0qvXb", "billing"]]);
 * const authorize: Authorize = ({ header, kind }) => {
 *   const user = users.get(header("authorization") ?? "");
 *   if (user === undefined) return { allow: false, headers: { "WWW-Authenticate": "Bearer" } };
 *   if (kind === "write") return { allow: false, status: 403, user };
 *   return { allow: true, user, instances: (instanceId) => instanceId.startsWith("invoice-") };
 * };
 * const variables = new ProcessVariables({ storage: new MemoryStorage() });
 * const handler = createFetchHandler({ variables, authorize });
 *
 * const ask = async (path: string, headers: Record<string, string>) =>
 *   (await handler(new Request(`http://localhost${path}`, { headers }))).status;
 * const headers = { authorization: "Bearer 3fJ0qvXb" };
 * assert.equal(await ask("/process-instance", {}), 401);
 * assert.equal(await ask("/process-instance", headers), 200);
 * assert.equal(await ask("/process-instance/order-7/variables", headers), 403);
 * ```
 */
export type Authorize = (request: AccessRequest) => Access | Promise<Access>;
