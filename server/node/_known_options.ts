import type { Members } from "../../core/errors/_check_members.ts";
import { REST_OPTIONS } from "../../core/rest/_check_options.ts";
import type { ListenerOptions } from "./listener_options.ts";
import type { ServerOptions } from "./server_options.ts";

/** The options of `createRequestListener`. */
export const LISTENER_OPTIONS: Members<ListenerOptions> = {
  ...REST_OPTIONS,
  idleMs: true,
  minBodyRate: true,
  observers: true,
};

/** The options of `startServer`. */
export const SERVER_OPTIONS: Members<ServerOptions> = {
  ...LISTENER_OPTIONS,
  host: true,
  port: true,
  unixSocket: true,
  tls: true,
  keepAliveMs: true,
  maxConnections: true,
  stopDelayMs: true,
  page: true,
};
