import type { RestOptions } from "../rest_options.ts";

/** The options of `createFetchHandler`. */
export interface FetchHandlerOptions extends RestOptions {
  /**
   * The path below which the resource is mounted, such as `/api/camunda`, with or without a slash at the end. A request for any other
   * path gets a 404. Default: the root.
   */
  readonly basePath?: string | undefined;
}
