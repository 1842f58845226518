import { type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { until } from "./until.ts";

/** A program that listens on a port of 127.0.0.1 until SIGTERM ends it. */
export interface ProxyCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly port: number;
  readonly options?: SpawnOptions;
}

/** Runs a proxy while `run` does, once it listens. */
export async function withProxy<T>(command: ProxyCommand, run: () => Promise<T>): Promise<T> {
  const { program, args, port, options } = command;
  const child = spawn(program, args, { ...options, stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(child, "close");
  let log = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  try {
    await until(() => {
      if (child.exitCode !== null) throw new Error(`Cannot start ${program}: it ended: ${log}`);
      return listens(port);
    });
    return await run();
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
