/**
 * varpost's server: the binary process variable resource over `node:http`.
 * @module
 */

export * from "./create_request_listener.ts";
export * from "./cross_site_rules.ts";
export * from "./listener_options.ts";
export * from "./log.ts";
export * from "./scope.ts";
export * from "./server_options.ts";
export * from "./start_server.ts";
