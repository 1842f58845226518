import { EngineError } from "../_engine_error.ts";

/** A kind of scope, as it stands in paths. */
export type ScopeKind = "process-instance" | "execution" | "task";

/** What the engine says that it cannot do, by the method and the part of the path behind the scope's id. */
const TASKS: Readonly<Record<string, string>> = {
  "GET /{varName}": "get",
  "GET /{varName}/data": "get",
  "PUT /{varName}": "put",
  "POST /{varName}/data": "put",
  "DELETE /{varName}": "delete",
};

/** What is asked of a scope that does not exist. */
export interface UnknownScope {
  readonly kind: ScopeKind;
  readonly id: string;
  readonly method: string;
  /** The part of the route's path behind `variables` or `localVariables`. */
  readonly rest: string;
  readonly name: string | undefined;
}

/** Makes the engine's error for a scope that does not exist: a 500, unlike the 404 of varpost's own server. */
export function unknownScope({ kind, id, method, rest, name }: UnknownScope): EngineError {
  const scope = kind === "task" ? "task" : "execution";
  const reason = `${scope} ${id} doesn't exist: ${scope} is null`;
  if (rest === "" && method !== "POST")
    return new EngineError(500, "NullValueException", reason, 0);
  const subject = kind.replace("-", " ");
  const verb = TASKS[`${method === "HEAD" ? "GET" : method} ${rest}`];
  const task =
    verb === undefined
      ? `Cannot modify variables for ${subject} ${id}`
      : `Cannot ${verb} ${subject} variable ${name}`;
  return new EngineError(500, "RestException", `${task}: ${reason}`, 0);
}
