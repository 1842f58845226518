/**
 * varpost's REST resource for everything that uses the web's `Request` and `Response`: Deno, Bun, workers, service workers, and
 * frameworks such as hono, h3 and Next.
 * @module
 */

export * from "../access/access_request.ts";
export * from "../access/authorize.ts";
export * from "../cross_site/cross_site_rules.ts";
export * from "../log/log.ts";
export * from "../rest_options.ts";
export * from "../scope.ts";
export * from "./create_fetch_handler.ts";
export * from "./fetch_handler_options.ts";
