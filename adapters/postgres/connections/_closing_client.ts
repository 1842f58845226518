import type { Client, ClientConfig } from "pg";

/**
 * Makes pg's client close its socket if connecting fails, for example since there is no password. Otherwise the pool forgets the
 * client, and the socket stays open until the server gives up, by default for a minute. It would keep the process alive for as long.
 *
 * @param Base pg's class.
 */
export function closingClient(Base: typeof Client): typeof Client {
  return class extends Base {
    constructor(config?: string | ClientConfig) {
      super(config);
      this.connection.once("error", () => this.connection.stream.destroy());
    }
  };
}
