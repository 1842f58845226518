import { shorten } from "../../errors/_shorten.ts";
import { NotFoundError } from "../../variables/errors/not_found_error.ts";
import type { Operation } from "../_context.ts";
import type { Scope } from "../scope.ts";

/**
 * Makes an operation on the variables of a process instance one on those of an execution or a task, whose id is the path's first
 * parameter.
 *
 * @param kind What the id is of.
 * @param operation The operation.
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
