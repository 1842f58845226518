/**
 * varpost's server: the binary process variable resource over `node:http`.
 * @module
 */

export * from "../core/rest/access/access_request.ts";
export * from "../core/rest/access/authorize.ts";
export * from "../core/rest/cross_site/cross_site_rules.ts";
export * from "../core/rest/log/log.ts";
export * from "../core/rest/scope.ts";
export * from "./access/access_options.ts";
export * from "./access/create_access.ts";
export * from "./node/create_log.ts";
export * from "./node/create_request_listener.ts";
export * from "./node/listener_options.ts";
export * from "./node/log_format.ts";
export * from "./node/observing/ended_request.ts";
export * from "./node/observing/request_observer.ts";
export * from "./node/running_server.ts";
export * from "./node/server_options.ts";
export * from "./node/start_server.ts";
export * from "./node/tls/tls_options.ts";
export * from "./node/unix_socket/unix_socket.ts";
