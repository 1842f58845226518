import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { SOURCE_FLAGS } from "../transpiling/source_flags.ts";
import type { KeeperAnswer, KeeperRequest } from "./keeper_messages.ts";
import type { StopMode } from "./postgres_server.ts";

const KEEPER = fileURLToPath(new URL("postgres_keeper_main.ts", import.meta.url));

const ENDED = "Cannot use PostgreSQL: the process that keeps it has ended";

/**
 * A real PostgreSQL, which nobody else uses, on a free port of 127.0.0.1. A process of its own keeps it, and ends it when this process
 * ends in any way. It does not keep this process alive.
 *
 * ```ts
 * const cluster = await PostgresCluster.start();
 * await cluster.stop("immediate");
 * await cluster.restart();
 * await cluster.end();
 * ```
 */
export class PostgresCluster {
  readonly #keeper: ChildProcess;
  readonly #ended: Promise<unknown>;
  #url = "";

  private constructor(keeper: ChildProcess) {
    this.#keeper = keeper;
    this.#ended = once(keeper, "exit");
    keeper.unref();
  }

  /**
   * Makes a cluster, and starts it. This takes about a second.
   *
   * @param settings Further parameters of the server, for example `{ fsync: "off" }`.
   * @throws {Error} If the programs are missing, or the server does not start.
   */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<PostgresCluster> {
    const keeper = fork(KEEPER, {
      // In a group of its own, it is not interrupted with this process.
      detached: true,
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      execArgv: [...SOURCE_FLAGS],
      // Node adds its own if this is not there.
      env: { ...process.env, NODE_V8_COVERAGE: undefined },
    });
    const cluster = new PostgresCluster(keeper);
    try {
      cluster.#url = await cluster.#ask({ settings });
      return cluster;
    } catch (error) {
      await cluster.end();
      throw error;
    }
  }

  /** The URL of the database `postgres` for the superuser `postgres`, who needs no password. It stays the same over restarts. */
  get url(): string {
    return this.#url;
  }

  /** Stops the server. Clients lose their connections, and get no new ones. */
  async stop(mode: StopMode): Promise<void> {
    await this.#ask({ to: mode });
  }

  /** Starts the server again after `stop`, and waits until it takes connections. */
  async restart(): Promise<void> {
    await this.#ask({ to: "start" });
  }

  /** Ends the server, and removes its folder. */
  async end(): Promise<void> {
    this.#keeper.ref();
    if (this.#keeper.connected) this.#keeper.disconnect();
    await this.#ended;
  }

  /** Asks the keeper, and waits for its answer. There is one request at a time. */
  async #ask(request: KeeperRequest): Promise<string> {
    this.#keeper.channel?.ref();
    const answered = once(this.#keeper, "message");
    const ended = this.#ended.then(() => [{ error: ENDED }]);
    if (this.#keeper.connected) this.#keeper.send(request);
    const [answer]: KeeperAnswer[] = await Promise.race([answered, ended]);
    this.#keeper.channel?.unref();
    if (answer !== undefined && "url" in answer) return answer.url;
    throw new Error(answer?.error ?? ENDED);
  }
}
