import type { ProcessVariables } from "../../core/mod.ts";
import type { CrossSiteRules } from "../../core/rest/cross_site/cross_site_rules.ts";
import type { Log } from "../../core/rest/log/log.ts";
import type { ResolveScope } from "../../core/rest/scope.ts";

/** What a request listener works with. */
export interface ListenerOptions extends CrossSiteRules {
  /** The variables to serve. */
  readonly variables: ProcessVariables;
  /** Maps the ids of executions and tasks to those of process instances. Default: an id is its own process instance. */
  readonly resolveScope?: ResolveScope;
  /**
   * Where faults are written, which a client is only told an id of, and refusals: each at `"debug"`, what is forbidden at
   * `"info"`, once a minute for each reason. Default: lines on stderr from level `"info"` on.
   */
  readonly log?: Log;
  /**
   * How long to wait for a client's next bytes, or for it to take ours. Milliseconds above 0, default 60,000; `Infinity` for
   * ever.
   */
  readonly idleMs?: number;
  /**
   * How fast the body of a request has to come, over each `idleMs` in which the server waits for it: 408 for a slower one. Bytes
   * a second, default 1,024; 0 for no matter how slowly.
   */
  readonly minBodyRate?: number | undefined;
}
