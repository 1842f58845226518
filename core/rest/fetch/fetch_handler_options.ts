import type { RestOptions } from "../rest_options.ts";

/** What a Fetch handler serves, where, and to whom. */
export interface FetchHandlerOptions extends RestOptions {
  /**
   * The path below which the resource is mounted, as in `/api/camunda`, with or without a slash at the end. A request for any other
   * path is answered 404. Default: the root.
   */
  readonly basePath?: string | undefined;
}
