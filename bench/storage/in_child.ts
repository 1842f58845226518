import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { endWithThisProcess } from "../support/end_with_this_process.ts";
import type { Store } from "./stores.ts";

/** What a program of this folder gets. */
export interface Task {
  /** Name of its file. */
  readonly file: string;
  readonly store: Store;
  /** Path of the store, or URL of its database. */
  readonly path: string;
  /** Its further arguments. */
  readonly arguments: readonly (string | number)[];
  /** How many files the process may open. Default: as many as this process. */
  readonly maxFiles?: number | undefined;
}

/**
 * Runs a program in a process of its own, and returns the message that it sends. Then the process is ended with `kill -9`: a program
 * that wants its storage closed closes it before it sends.
 */
export async function inChild<T>(
  task: Task,
  isMessage: (value: unknown) => value is T,
): Promise<T> {
  const { file, store, path, maxFiles } = task;
  const node = ["--expose-gc", "--import", "tsx"];
  const main = fileURLToPath(new URL(file, import.meta.url));
  const child = fork(
    main,
    [store.root, store.kind, path, ...task.arguments.map(String)],
    maxFiles === undefined
      ? { execArgv: node }
      : {
          execPath: "/bin/sh",
          execArgv: ["-c", `ulimit -n ${maxFiles} && exec "$0" "$@"`, process.execPath, ...node],
        },
  );
  endWithThisProcess(child);
  const exit = once(child, "exit");
  const [message] = await Promise.race([once(child, "message"), exit]);
  child.kill("SIGKILL");
  await exit;
  if (isMessage(message)) return message;
  throw new Error(`Cannot measure ${store.name}: ${file} ended with ${message}`);
}
