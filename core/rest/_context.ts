import type { ProcessVariables } from "../variables/process_variables.ts";
import type { ErrorReporter } from "./errors/_error_reporter.ts";
import type { Log } from "./log/log.ts";
import type { RestRequest } from "./rest_request.ts";
import type { RestResponse } from "./rest_response.ts";
import type { ResolveScope } from "./scope.ts";

/** What all requests share. */
export interface Service {
  readonly variables: ProcessVariables;
  /** Never fails. */
  readonly log: Log;
  readonly errors: ErrorReporter;
  /** `undefined`: an id is its own process instance. */
  readonly resolveScope: ResolveScope | undefined;
}

/** One request whose route is known. */
export interface Context {
  readonly service: Service;
  readonly request: RestRequest;
  /** The decoded path segments that the route leaves open, in their order. */
  readonly parameters: readonly string[];
}

/** Serves a request. What it throws is answered as the error itself says (`errorAnswer`). */
export type Operation = (context: Context) => Promise<RestResponse>;
