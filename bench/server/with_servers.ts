import type { Contender } from "./contenders.ts";
import { removeScratch, scratchPath } from "./scratch.ts";
import { ServerProcess } from "./server_process.ts";

/** A contender that runs. */
export interface Running {
  readonly contender: Contender;
  readonly server: ServerProcess;
}

/** Starts the contenders on empty storages, and stops them and removes what they stored, whatever happens. */
export async function withServers<T>(
  contenders: readonly Contender[],
  use: (running: readonly Running[]) => Promise<T>,
  nodeOptions: readonly string[] = [],
): Promise<T> {
  const running: Running[] = [];
  try {
    for (const contender of contenders) {
      const nodeArguments = [...nodeOptions, ...contender.nodeArguments(scratchPath())];
      running.push({ contender, server: await ServerProcess.start(nodeArguments) });
    }
    return await use(running);
  } finally {
    for (const { server } of running) await server.stop();
    removeScratch();
  }
}
