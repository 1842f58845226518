import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/**
 * A load balancer for TCP: each connection goes to the next one of several servers that takes it. It listens on a free port of
 * 127.0.0.1. If a server dies, the clients of its connections get a reset.
 */
export class RoundRobin {
  readonly url: string;
  readonly #server: Server;
  readonly #ports: readonly number[];
  readonly #sockets = new Set<Socket>();
  #next = 0;

  private constructor(server: Server, ports: readonly number[]) {
    this.#server = server;
    this.#ports = ports;
    const address = server.address();
    this.url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    server.on("connection", (client) => this.#accept(client));
  }

  /** Starts it before servers on ports of 127.0.0.1. */
  static async before(ports: readonly number[]): Promise<RoundRobin> {
    const server = createServer();
    await once(server.listen(0, "127.0.0.1"), "listening");
    return new RoundRobin(server, ports);
  }

  /** Closes all connections, and listens no more. */
  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async #accept(client: Socket): Promise<void> {
    this.#keep(client);
    const server = await this.#connect();
    if (server === undefined || client.destroyed) {
      client.destroy();
      server?.destroy();
      return;
    }
    this.#keep(server);
    client.pipe(server).pipe(client);
    client.on("close", () => server.destroy());
    server.on("error", () => client.resetAndDestroy());
  }

  /** Connects to the next server that is alive; `undefined` if there is none. */
  async #connect(): Promise<Socket | undefined> {
    for (let tries = 0; tries < this.#ports.length; tries++) {
      const port = this.#ports[this.#next++ % this.#ports.length];
      if (port === undefined) return undefined;
      const socket = connect(port, "127.0.0.1");
      try {
        await once(socket, "connect");
        return socket;
      } catch {
        // The next one, then.
      }
    }
    return undefined;
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    // Without a listener, the error of a lost connection would end the process.
    socket.on("error", () => {});
  }
}
