import type { Context, Operation } from "../../../core/rest/_context.ts";
import type { Route, RouteOperation } from "../../../core/rest/routes/_route_table.ts";
import { InvalidVariableError } from "../../../core/variables/errors/invalid_variable_error.ts";
import { NotFoundError } from "../../../core/variables/errors/not_found_error.ts";
import { ProcessVariables } from "../../../core/variables/process_variables.ts";
import { LastingWrites } from "./_lasting_writes.ts";
import { listMerged, modifyMerged } from "./_merged_operations.ts";
import type { Place, Scopes } from "./_scopes.ts";
import { type ScopeKind, unknownScope } from "./_unknown_scope.ts";

/** A route of the variables of a scope: its kind, whose variables are meant, and the path behind it. */
const VARIABLES =
  /^\/(?<kind>process-instance|execution|task)\/\{id\}\/(?<part>variables|localVariables)(?<rest>.*)$/;

/** What the path of a route says. */
interface ScopedPath {
  readonly kind: ScopeKind;
  /** Whether only the variables of the scope itself are meant. */
  readonly isLocal: boolean;
  readonly rest: string;
}

/**
 * Turns routes of variables, which take each id for a process instance, into such as know executions: `variables` are those that a
 * scope sees, `localVariables` its own. A scope that does not exist is refused as the engine does. Other routes stay as they are.
 */
export function scopedRoutes(routes: readonly Route[], scopes: Scopes): readonly Route[] {
  return routes.map((route) => {
    const path = readPath(route.path);
    if (path === undefined) return route;
    const operations: Record<string, RouteOperation> = {};
    for (const [method, operation] of Object.entries(route.operations)) {
      operations[method] = { ...operation, run: scoped(path, operation.run, scopes) };
    }
    return { ...route, operations };
  });
}

function readPath(path: string): ScopedPath | undefined {
  const { kind, part, rest } = VARIABLES.exec(path)?.groups ?? {};
  if (rest === undefined) return undefined;
  const isLocal = part === "localVariables";
  if (kind === "execution" || kind === "task") return { kind, isLocal, rest };
  return { kind: "process-instance", isLocal, rest };
}

function scoped({ kind, isLocal, rest }: ScopedPath, run: Operation, scopes: Scopes): Operation {
  return async (context) => {
    const [id = "", name] = context.parameters;
    const { method } = context.request;
    const instance = scopes.instanceOf(id);
    const checkLives = () => {
      const isThere = instance !== undefined && scopes.instanceOf(id) === instance;
      if (!isThere) throw unknownScope({ kind, id, method, rest, name });
    };
    checkLives();
    const runAt = (place: Place) =>
      run(at(method === "GET" || method === "HEAD" ? place : lasting(place, checkLives), context));
    const { own, outer } = scopes.view(id);
    try {
      if (isLocal || own === outer) return await runAt(own);
      if (name !== undefined) return await runAt(await scopes.placeOf(id, name));
      if (method === "POST") return await modifyMerged(context, scopes, checkLives);
      return await listMerged(context, scopes);
    } catch (error) {
      throw kind === "process-instance" ? error : inWordsOf(kind, error);
    }
  };
}

/** The same place for a write that is refused if its scope has ended meanwhile. */
function lasting(place: Place, check: () => void): Place {
  const { limits, lenient } = place.variables;
  const storage = new LastingWrites(place.storage, check);
  return { ...place, storage, variables: new ProcessVariables({ storage, limits, lenient }) };
}

/** The same request for variables at another place. */
function at({ variables, id }: Place, context: Context): Context {
  const { service, parameters } = context;
  return {
    ...context,
    service: { ...service, variables },
    parameters: [id, ...parameters.slice(1)],
  };
}

/** Says of an execution or a task what the core says of a process instance. */
function inWordsOf(kind: ScopeKind, error: unknown): unknown {
  const isKnown = error instanceof NotFoundError || error instanceof InvalidVariableError;
  if (!isKnown) return error;
  const message = error.message.replace("process instance", kind);
  return error instanceof NotFoundError
    ? new NotFoundError(error.engineType, message, error.answer.code)
    : new InvalidVariableError(error.engineType, message, { cause: error });
}
