import type { CallTarget } from "../_engine_call.ts";
import { EngineError } from "../_engine_error.ts";

const ERRORS: ReadonlyMap<number, readonly [type: string, message: string]> = new Map([
  [404, ["NotFoundException", "HTTP 404 Not Found"]],
  [405, ["NotAllowedException", "HTTP 405 Method Not Allowed"]],
]);

/**
 * Says in the engine's words that external tasks have no such path or method.
 *
 * @param target What was asked for.
 * @param status The status by which it was refused.
 * @returns `undefined` if it is about something else.
 */
export function refusedTaskRoute(
  { path, operation }: CallTarget,
  status: number,
): EngineError | undefined {
  const [type, message] = ERRORS.get(status) ?? [];
  const isOfTasks = path === "/external-task" || path.startsWith("/external-task/");
  if (type === undefined || message === undefined || operation !== undefined || !isOfTasks) {
    return undefined;
  }
  return new EngineError(status, type, message);
}
