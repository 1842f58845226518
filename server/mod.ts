/**
 * varpost's server: the binary process variable resource over `node:http`.
 * @module
 */

export * from "./node/create_request_listener.ts";
export * from "./node/listener_options.ts";
export * from "./node/log.ts";
export * from "./node/server_options.ts";
export * from "./node/start_server.ts";
export * from "./rest/cross_site_rules.ts";
export * from "./rest/scope.ts";
