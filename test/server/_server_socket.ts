import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { IncomingMessage } from "node:http";
import type { Socket } from "node:net";

const CHANNEL = "http.server.request.start";

/** The server's end of the connection over which the next request of this process comes. */
export function serverSocket(): Promise<Socket> {
  return new Promise((resolve) => {
    const find = (message: unknown) => {
      if (typeof message !== "object" || message === null || !("request" in message)) return;
      if (!(message.request instanceof IncomingMessage)) return;
      unsubscribe(CHANNEL, find);
      resolve(message.request.socket);
    };
    subscribe(CHANNEL, find);
  });
}
