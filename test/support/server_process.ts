import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** A server in a process of its own. */
export interface ServerProcess {
  readonly url: string;
  readonly process: ChildProcess;
  /** Stops the server as an operator would, and waits until it has ended. */
  stop(): Promise<void>;
}

/**
 * Starts a command that prints `varpost listening on URL`.
 *
 * @param command The program and its arguments.
 * @param settings Further variables of its environment.
 * @throws {Error} If it ends before it listens. The message holds its standard error.
 */
export async function startServerProcess(
  command: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const [program = process.execPath, ...rest] = command;
  const child = spawn(program, rest, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...settings },
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const exited = once(child, "close");
  const url = await new Promise<string>((resolve, reject) => {
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      const match = /^varpost listening on (\S+)$/m.exec(output);
      if (match?.[1] !== undefined) resolve(match[1]);
    });
    exited.then(() => reject(new Error(`The server ended before it listened: ${errors}`)), reject);
  });
  return {
    url,
    process: child,
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}
