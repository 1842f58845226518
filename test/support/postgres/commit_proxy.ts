import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { ClientMessages } from "./client_messages.ts";

/**
 * What happens to a COMMIT. In each case the client gets a reset, and no answer:
 *
 * - "lost": the server never gets it, and gets a reset, too.
 * - "unanswered": the server has answered.
 * - "torn": the first bytes of the answer arrive.
 * - "held": it is still on its way to the server, until `release`.
 */
export type CommitFate = "lost" | "unanswered" | "torn" | "held";

/** What only the transactions of batches do, and not those of uploads and sweepers. */
const BATCH = "pg_advisory_xact_lock";

/**
 * A network between a store and PostgreSQL that knows the message COMMIT of a batch, and does something to it.
 *
 * ```ts
 * const proxy = await CommitProxy.to("127.0.0.1", 5432);
 * const met = proxy.meet("unanswered");
 * await met;
 * await proxy.close();
 * ```
 */
export class CommitProxy {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #held: { bytes: Uint8Array; server: Socket }[] = [];
  #fate: CommitFate | undefined;
  #onMet: () => void = () => {};

  private constructor(server: Server, host: string, port: number) {
    this.#server = server;
    const address = server.address();
    this.port = address !== null && typeof address === "object" ? address.port : 0;
    server.on("connection", (client) => this.#accept(client, connect(port, host)));
  }

  /** Begins to forward connections to a server, or to another proxy in front of it. */
  static async to(host: string, port: number): Promise<CommitProxy> {
    const server = createServer();
    await once(server.listen(0, "127.0.0.1"), "listening");
    return new CommitProxy(server, host, port);
  }

  /** The URL of a server, with the address of this proxy in place of its own, and without TLS. */
  urlFor(url: string): string {
    const changed = new URL(url);
    changed.host = `127.0.0.1:${this.port}`;
    changed.searchParams.set("sslmode", "disable");
    return changed.href;
  }

  /**
   * Does this to the next COMMIT, and only to it. Resolves when it has been done.
   *
   * @param onMet Called then, before anything else happens.
   */
  meet(fate: CommitFate, onMet: () => void = () => {}): Promise<void> {
    this.#fate = fate;
    return new Promise((resolve) => {
      this.#onMet = () => {
        onMet();
        resolve();
      };
    });
  }

  /** Lets the server have what was held, although its client may have gone. */
  release(): void {
    for (const { bytes, server } of this.#held.splice(0)) server.write(bytes);
  }

  /** Closes all connections, and listens no more. */
  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const socket of this.#sockets) socket.resetAndDestroy();
    await closed;
  }

  #accept(client: Socket, server: Socket): void {
    const messages = new ClientMessages();
    let isBatch = false;
    let isHeld = false;
    let isUnanswered: "unanswered" | "torn" | undefined;
    const reset = () => {
      client.resetAndDestroy();
      server.resetAndDestroy();
    };
    client.on("data", (bytes) => {
      for (const message of messages.push(bytes)) {
        if (message.query?.includes(BATCH)) isBatch = true;
        const isCommit = isBatch && message.query === "COMMIT";
        if (isCommit) isBatch = false;
        const fate = isCommit ? this.#take() : undefined;
        if (fate === "lost") reset();
        else if (fate === "held") {
          isHeld = true;
          this.#held.push({ bytes: message.bytes, server });
          client.resetAndDestroy();
        } else if (!isHeld) server.write(message.bytes);
        if (fate === "unanswered" || fate === "torn") isUnanswered = fate;
        else if (fate !== undefined) this.#onMet();
      }
    });
    server.on("data", (bytes) => {
      if (isUnanswered === undefined) {
        client.write(bytes);
        return;
      }
      if (isUnanswered === "torn") client.write(bytes.subarray(0, 3), reset);
      else reset();
      this.#onMet();
    });
    this.#watch(client, () => {
      // A network that holds a COMMIT holds what comes behind it, too.
      if (!isHeld) server.resetAndDestroy();
    });
    this.#watch(server, () => client.resetAndDestroy());
  }

  #watch(socket: Socket, onClose: () => void): void {
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => {
      this.#sockets.delete(socket);
      onClose();
    });
  }

  #take(): CommitFate | undefined {
    const fate = this.#fate;
    this.#fate = undefined;
    return fate;
  }
}
