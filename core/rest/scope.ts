/** The execution or task that a path names. */
export interface Scope {
  /** The kind of the scope: `execution` in `/execution/{id}`, `task` in `/task/{id}`. */
  readonly kind: "execution" | "task";
  /** The id, decoded. */
  readonly id: string;
}

/**
 * Finds the process instance of an execution or a task, and returns its id; `undefined` if the execution or task does not exist.
 * Their variables are those of this process instance.
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
