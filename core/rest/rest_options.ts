import type { ProcessVariables } from "../variables/process_variables.ts";
import type { CrossSiteRules } from "./cross_site/cross_site_rules.ts";
import type { Log } from "./log/log.ts";
import type { ResolveScope } from "./scope.ts";

/** What the REST resource serves, and to whom. */
export interface RestOptions extends CrossSiteRules {
  /** The variables to serve. */
  readonly variables: ProcessVariables;
  /** Maps the ids of executions and tasks to those of process instances. Default: an id is its own process instance. */
  readonly resolveScope?: ResolveScope | undefined;
  /**
   * Takes faults, of which a client is only told an id, and refusals: each at `"debug"`, what is forbidden at `"info"`, once a
   * minute for each reason. Default: warnings and errors go to the console.
   */
  readonly log?: Log | undefined;
}
