import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** Whose bytes stand still: those of the clients, those of the server, or both. */
export type StallDirection = "from clients" | "from server" | "both";

/**
 * A network between clients and a server that a test can disturb. It listens on a free port of 127.0.0.1.
 *
 * ```ts
 * const proxy = await TcpProxy.to("127.0.0.1", 5432);
 * proxy.stall("from server");
 * proxy.goOn();
 * await proxy.close();
 * ```
 */
export class TcpProxy {
  readonly port: number;
  readonly #server: Server;
  readonly #flows = new Set<Flow>();
  #stalled: StallDirection | undefined;
  #refuses = false;

  private constructor(server: Server, host: string, port: number) {
    this.#server = server;
    const address = server.address();
    this.port = address !== null && typeof address === "object" ? address.port : 0;
    server.on("connection", (client) => this.#accept(client, () => connect(options)));
    const options = { host, port, allowHalfOpen: true };
  }

  /** Begins to forward connections to a server, which need not run yet. */
  static async to(host: string, port: number): Promise<TcpProxy> {
    const server = createServer({ allowHalfOpen: true });
    await once(server.listen(0, "127.0.0.1"), "listening");
    return new TcpProxy(server, host, port);
  }

  /** The URL of a server, with the address of this proxy in place of its own. */
  urlFor(url: string): string {
    const changed = new URL(url);
    changed.host = `127.0.0.1:${this.port}`;
    return changed.href;
  }

  /** The number of connections. */
  get connections(): number {
    return this.#flows.size / 2;
  }

  /** Forwards no more bytes, in old and in new connections, and closes none: as a network that loses all packets. */
  stall(direction: StallDirection): void {
    this.#stalled = direction;
    for (const flow of this.#flows) flow.stall(this.#isStalled(flow.direction));
  }

  /** Closes all connections, on both sides: clients and server get a reset. */
  cut(): void {
    for (const flow of this.#flows) flow.reset();
  }

  /** Closes new connections at once. Old ones stay. */
  refuse(): void {
    this.#refuses = true;
  }

  /** Ends what `stall` and `refuse` began. What was held back is forwarded. */
  goOn(): void {
    this.#refuses = false;
    this.#stalled = undefined;
    for (const flow of this.#flows) flow.stall(false);
  }

  /** Closes all connections, and listens no more. */
  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.cut();
    await closed;
  }

  #accept(client: Socket, connectToServer: () => Socket): void {
    if (this.#refuses) {
      client.resetAndDestroy();
      return;
    }
    const server = connectToServer();
    this.#forward(client, server, "from clients");
    this.#forward(server, client, "from server");
  }

  #forward(from: Socket, to: Socket, direction: StallDirection): void {
    const flow = new Flow(from, to, direction);
    flow.stall(this.#isStalled(direction));
    this.#flows.add(flow);
    from.once("close", () => this.#flows.delete(flow));
  }

  #isStalled(direction: StallDirection): boolean {
    return this.#stalled === "both" || this.#stalled === direction;
  }
}

/** The bytes of a connection in one direction. */
class Flow {
  readonly direction: StallDirection;
  readonly #from: Socket;
  #stalled = false;

  constructor(from: Socket, to: Socket, direction: StallDirection) {
    this.#from = from;
    this.direction = direction;
    from.on("data", (bytes) => {
      if (!to.write(bytes)) from.pause();
    });
    to.on("drain", () => {
      if (!this.#stalled) from.resume();
    });
    from.on("end", () => to.end());
    from.on("error", () => to.resetAndDestroy());
  }

  stall(stalled: boolean): void {
    this.#stalled = stalled;
    if (stalled) this.#from.pause();
    else this.#from.resume();
  }

  reset(): void {
    this.#from.resetAndDestroy();
  }
}
