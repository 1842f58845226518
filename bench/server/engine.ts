import { execSync } from "node:child_process";
import type { Contender } from "./contenders.ts";
import { variablePath } from "./form.ts";
import { ProcessMemory } from "./process_memory.ts";
import { INSTANCE_COUNT } from "./request_shapes.ts";
import type { Server } from "./server.ts";

/** How an engine is given on the command line. */
export interface EngineOptions {
  /** `NAME=URL`, with the URL of its REST API. */
  readonly engine: string;
  /** A command that starts a process instance and prints its id. Without it instances get made-up ids. */
  readonly instanceCommand: string | undefined;
  /** Id of its process, whose memory is measured. */
  readonly pid: number | undefined;
}

/** Makes a contender of an engine that somebody else has started. */
export function createEngine({ engine, instanceCommand, pid }: EngineOptions): Contender {
  const [, name, address] = /^(.+?)=(http:.+)$/.exec(engine) ?? [];
  if (name === undefined || address === undefined || !URL.canParse(address)) {
    throw new TypeError(
      `Cannot measure the engine '${engine}': NAME=http://HOST:PORT/PATH is needed`,
    );
  }
  const { hostname, port, pathname } = new URL(address);
  const base = pathname.replace(/\/$/, "");
  let ids: readonly string[] | undefined;
  return {
    name,
    keeps: "value",
    async start() {
      ids ??= makeInstances(instanceCommand);
      return new RunningEngine(hostname, Number(port || 80), base, ids, pid);
    },
  };
}

/** An engine that runs already, and goes on to run. */
class RunningEngine implements Server {
  readonly host: string;
  readonly port: number;
  readonly memory: ProcessMemory | undefined;
  readonly #base: string;
  readonly #ids: readonly string[];

  constructor(
    host: string,
    port: number,
    base: string,
    ids: readonly string[],
    pid: number | undefined,
  ) {
    this.host = host;
    this.port = port;
    this.memory = pid === undefined ? undefined : new ProcessMemory(pid);
    this.#base = base;
    this.#ids = ids;
  }

  path(name: string, instance = 0): string {
    const id = this.#ids[instance];
    if (id === undefined) throw new RangeError(`Cannot use instance ${instance}: it was not made`);
    return this.#base + variablePath(name, encodeURIComponent(id));
  }

  async stop(): Promise<void> {}
}

function makeInstances(command: string | undefined): readonly string[] {
  return Array.from({ length: INSTANCE_COUNT }, (_, at) =>
    command === undefined ? `bench-${at}` : execSync(command, { encoding: "utf8" }).trim(),
  );
}
