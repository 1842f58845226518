/**
 * varpost's REST resource without a server: requests in, answers out. For frameworks that use neither `node:http` nor the web's
 * `Request` and `Response`.
 * @module
 */

export * from "./access/access_request.ts";
export * from "./access/authorize.ts";
export * from "./cross_site/cross_site_rules.ts";
export * from "./errors/client_abort_error.ts";
export * from "./errors/rest_error.ts";
export * from "./log/log.ts";
export * from "./rest_handler.ts";
export * from "./rest_options.ts";
export * from "./rest_request.ts";
export * from "./rest_response.ts";
export * from "./scope.ts";
