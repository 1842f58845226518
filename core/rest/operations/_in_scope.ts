import { shorten } from "../../errors/_shorten.ts";
import { NotFoundError } from "../../variables/errors/not_found_error.ts";
import type { Operation } from "../_context.ts";
import type { Scope } from "../scope.ts";

/**
 * Turns an operation on the variables of a process instance into one on the variables of an execution or a task. Its id is the first
 * parameter of the path.
 *
 * @param kind The kind of scope that the id names.
 * @param operation The operation on a process instance.
 */
export function inScope(kind: Scope["kind"], operation: Operation): Operation {
  return async (context) => {
    const [id = "", ...rest] = context.parameters;
    const { resolveScope } = context.service;
    const owner = resolveScope === undefined ? id : await resolveScope({ kind, id });
    if (owner === undefined) {
      throw new NotFoundError(
        "RestException",
        `${kind} ${shorten(id)} doesn't exist: ${kind} is null`,
      );
    }
    return await operation({ ...context, parameters: [owner, ...rest] });
  };
}
