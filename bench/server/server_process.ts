import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { endWithThisProcess } from "../support/end_with_this_process.ts";
import { type EventLoopDelay, isEventLoopDelay } from "./event_loop_delay.ts";
import { variablePath } from "./form.ts";
import { ProcessMemory } from "./process_memory.ts";
import type { Server } from "./server.ts";

const STOP_MS = 15_000;

/** A server in a process of its own. */
export class ServerProcess implements Server {
  readonly host = "127.0.0.1";
  readonly port: number;
  readonly memory: ProcessMemory;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, pid: number, port: number) {
    this.#child = child;
    this.memory = new ProcessMemory(pid);
    this.port = port;
  }

  /** Starts Node with these arguments, and waits until it prints where it listens. */
  static async start(nodeArguments: readonly string[]): Promise<ServerProcess> {
    const child = spawn(process.execPath, nodeArguments, {
      stdio: ["ignore", "pipe", "inherit", "ipc"],
    });
    endWithThisProcess(child);
    if (child.stdout === null || child.pid === undefined)
      throw new Error("Cannot read what the server prints");
    for await (const line of createInterface(child.stdout)) {
      const port = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (port === undefined) continue;
      // What it prints later, such as an access log, is read and thrown away.
      setImmediate(() => child.stdout?.resume());
      return new ServerProcess(child, child.pid, Number(port));
    }
    throw new Error(`Cannot measure ${nodeArguments.join(" ")}: it ended without listening`);
  }

  path(name: string, instance = 0): string {
    return variablePath(name, `instance${instance}`);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, "exit");
    const deadline = setTimeout(() => this.#child.kill("SIGKILL"), STOP_MS);
    this.#child.kill("SIGTERM");
    await exited;
    clearTimeout(deadline);
  }

  /** Seconds of processor time of all threads so far. */
  get processorSeconds(): number {
    const tasks = `/proc/${this.#child.pid}/task`;
    const nanoseconds = readdirSync(tasks).map((task) =>
      Number(readFileSync(`${tasks}/${task}/schedstat`, "utf8").split(" ")[0]),
    );
    return nanoseconds.reduce((sum, value) => sum + value, 0) / 1e9;
  }

  /** The delay of the event loop since the last call. The process must have loaded the probe. */
  async eventLoopDelay(): Promise<EventLoopDelay> {
    const answer = once(this.#child, "message");
    this.#child.send("delay");
    const [delay] = await answer;
    if (!isEventLoopDelay(delay)) throw new TypeError("Cannot read the probe's answer");
    return delay;
  }
}
