import type { ProcessVariables } from "../variables/process_variables.ts";
import type { Authorize } from "./access/authorize.ts";
import type { CrossSiteRules } from "./cross_site/cross_site_rules.ts";
import type { Log } from "./log/log.ts";
import type { ResolveScope } from "./scope.ts";

/** The options of the REST resource: the service and its clients. */
export interface RestOptions extends CrossSiteRules {
  /** The variables to serve. */
  readonly variables: ProcessVariables;
  /**
   * Finds the process instance of an execution or a task. Default: the id of an execution or a task is taken for the id of a process
   * instance.
   */
  readonly resolveScope?: ResolveScope | undefined;
  /**
   * Decides whether a request is served, before its body is read. All is closed then, also what does not exist; only preflights of
   * browsers pass unasked. Default: every request is served.
   */
  readonly authorize?: Authorize | undefined;
  /**
   * Receives faults, of which the client gets only an id, at `"error"`. Receives refusals at `"debug"`; forbidden requests (403) at
   * `"info"`, once a minute for each reason. Default: warnings and errors go to the console.
   */
  readonly log?: Log | undefined;
}
