/** What an id in a path is of, where that is no process instance. */
export interface Scope {
  /** Which path it stands in: `/execution/{id}` or `/task/{id}`. */
  readonly kind: "execution" | "task";
  /** The id, decoded. */
  readonly id: string;
}

/**
 * Gives the id of the process instance that a scope's variables are those of; `undefined` if there is no such scope.
 *
 * @example
 * ```ts
 * import { ProcessVariables } from "varpost";
 * import { MemoryStorage } from "varpost/adapters/memory";
 * import { type ResolveScope, startServer } from "varpost/server";
 * import assert from "node:assert/strict";
 *
 * const instanceOfTask = new Map([["aTaskId", "anInstanceId"]]);
 * const resolveScope: ResolveScope = ({ kind, id }) =>
 *   kind === "task" ? instanceOfTask.get(id) : id;
 *
 * const variables = new ProcessVariables({ storage: new MemoryStorage() });
 * const server = await startServer({ variables, resolveScope, port: 0 });
 * const headers = { "content-type": "application/json" };
 * const url = `${server.url}/task/aTaskId/variables/amount`;
 * await fetch(url, { method: "PUT", headers, body: '{"value":42}' });
 *
 * const { json } = await variables.getJson("anInstanceId", "amount");
 * assert.equal(json, '{"type":"Integer","value":42,"valueInfo":{}}');
 * assert.equal((await fetch(`${server.url}/task/another/variables`)).status, 404);
 * await server.close();
 * ```
 */
export type ResolveScope = (scope: Scope) => string | undefined | Promise<string | undefined>;
