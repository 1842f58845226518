import type { Log } from "../../core/rest/log/log.ts";
import type { RestOptions } from "../../core/rest/rest_options.ts";

/** What a request listener works with. */
export interface ListenerOptions extends RestOptions {
  /**
   * Takes faults, of which a client is only told an id, and refusals: each at `"debug"`, what is forbidden at `"info"`, once a
   * minute for each reason. Default: lines on stderr from level `"info"` on.
   */
  readonly log?: Log | undefined;
  /**
   * How long to wait for a client's next bytes, or for it to take ours. Milliseconds above 0, default 60,000; `Infinity` for
   * ever.
   */
  readonly idleMs?: number | undefined;
  /**
   * How fast the body of a request has to come, over each `idleMs` in which the server waits for it: 408 for a slower one. Bytes
   * a second, default 1,024; 0 for no matter how slowly.
   */
  readonly minBodyRate?: number | undefined;
}
