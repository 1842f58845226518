import type { Log } from "../../core/rest/log/log.ts";
import type { RestOptions } from "../../core/rest/rest_options.ts";
import type { RequestObserver } from "./observing/request_observer.ts";

/** The options of `createRequestListener`. */
export interface ListenerOptions extends RestOptions {
  /**
   * Receives faults, of which a client gets only an id, at `"error"`. Receives refusals, too: at `"debug"` each of them; at `"info"`
   * only forbidden requests, once a minute for each reason. Default: lines on stderr, from level `"info"` on.
   */
  readonly log?: Log | undefined;
  /**
   * How long the server waits until a client sends its next bytes, or reads buffered ones. Milliseconds from 1, default 60,000;
   * `Infinity`: for ever.
   */
  readonly idleMs?: number | undefined;
  /**
   * The lowest rate at which a request's body may come, over each `idleMs` in which the server waits for it. A slower one gets a 408.
   * Bytes a second, default 1,024; 0 allows any rate.
   */
  readonly minBodyRate?: number | undefined;
  /** Those who are told of each request when it has ended. Default: nobody, and then the server does nothing for it. */
  readonly observers?: readonly RequestObserver[] | undefined;
}
