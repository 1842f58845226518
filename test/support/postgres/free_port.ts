import { once } from "node:events";
import { createServer } from "node:net";

/** The ports below those that systems give to outgoing connections: none of these takes the port while a server restarts. */
const FIRST = 10_000;
const LAST = 32_000;

/** Finds a port of 127.0.0.1 on which nothing listens, for a program that cannot choose one itself. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    const server = createServer();
    try {
      await once(server.listen(port, "127.0.0.1"), "listening");
      return port;
    } catch {
      // Another one, then.
    } finally {
      server.close();
    }
  }
}
