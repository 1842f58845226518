import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { SOURCE_FLAGS } from "../transpiling/source_flags.ts";
import type { SlowReport, SlowRequest, SlowTask } from "./slow_messages.ts";

const MAIN = fileURLToPath(new URL("slow_clients_process_main.ts", import.meta.url));

/** A running process of slow clients. */
export interface SlowClients {
  /** Resolves when all clients are connected and have begun. */
  readonly open: Promise<void>;
  /** Resolves when all have ended: to how they did, with the number of those. Rejects if the process ends before. */
  readonly results: Promise<readonly (readonly [string, number])[]>;
  /** Has all uploads given up at once. */
  abort(): void;
}

/** Starts slow clients in a process of their own. It ends with the last of them, and with this process. */
export function startSlowClients(task: SlowTask): SlowClients {
  const child = fork(MAIN, { execArgv: [...SOURCE_FLAGS] });
  const send = (request: SlowRequest) => child.send(request);
  const ended = new Promise<never>((_, reject) => {
    child.on("exit", () => reject(new Error("The process of the slow clients has ended")));
  });
  // The one who waits gets it.
  ended.catch(() => {});
  let isOpen: () => void = () => {};
  const open = new Promise<void>((resolve) => {
    isOpen = resolve;
  });
  const results = new Promise<readonly (readonly [string, number])[]>((resolve) => {
    child.on("message", (report: SlowReport) => {
      if (report === "open") isOpen();
      else resolve(report.results);
    });
  });
  send(task);
  return {
    open: Promise.race([open, ended]),
    results: Promise.race([results, ended]),
    abort: () => send("abort"),
  };
}
