import type { HeldJson } from "../variables/from_json/_held_json.ts";
import type { ProcessVariables } from "../variables/process_variables.ts";
import type { ErrorReporter } from "./errors/_error_reporter.ts";
import type { Log } from "./log/log.ts";
import type { RestRequest } from "./rest_request.ts";
import type { RestResponse } from "./rest_response.ts";
import type { ResolveScope } from "./scope.ts";

/** The service that is served: the same for all requests. */
export interface Service {
  readonly variables: ProcessVariables;
  /** Never throws. */
  readonly log: Log;
  readonly errors: ErrorReporter;
  /** The bodies of searches that are being read. */
  readonly heldQueries: HeldJson;
  /** Finds the process instance of an execution or a task. `undefined`: their ids are taken for ids of process instances. */
  readonly resolveScope: ResolveScope | undefined;
}

/** One request whose route is known. */
export interface Context {
  readonly service: Service;
  readonly request: RestRequest;
  /** The decoded path segments that are parameters of the route, in their order. */
  readonly parameters: readonly string[];
}

/** Serves a request. If it throws an error, the error itself says how it is answered (`errorAnswer`). */
export type Operation = (context: Context) => Promise<RestResponse>;
