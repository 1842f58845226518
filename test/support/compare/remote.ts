import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { clientOf, type Send } from "../../server/_client.ts";
import { exchange } from "../../server/_node_transports.ts";

/** A server that somebody else has started. */
export interface Remote {
  readonly send: Send;
  /** Closes its connections. */
  close(): void;
}

/**
 * Reaches a server by HTTP or HTTPS. Paths go over the wire as they are.
 *
 * @param base The URL of its REST API, possibly with `user:password@` for HTTP Basic.
 */
export function remote({ protocol, hostname, port, username, password, pathname }: URL): Remote {
  const options = { keepAlive: true };
  const agent = protocol === "https:" ? new HttpsAgent(options) : new HttpAgent(options);
  const target = {
    protocol,
    agent,
    host: hostname.replaceAll(/^\[|\]$/g, ""),
    port,
    ...(username !== "" && {
      auth: `${decodeURIComponent(username)}:${decodeURIComponent(password)}`,
    }),
  };
  const base = pathname.replace(/\/$/, "");
  const { send } = clientOf((wanted) => exchange({ ...wanted, path: base + wanted.path }, target));
  return { send, close: () => agent.destroy() };
}
