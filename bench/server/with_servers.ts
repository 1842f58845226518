import type { Contender } from "./contenders.ts";
import { removeScratch, scratchPath } from "./scratch.ts";
import { ServerProcess } from "./server_process.ts";

/** A contender whose server runs. */
export interface Running {
  readonly contender: Contender;
  readonly server: ServerProcess;
}

/** Starts the contenders with empty storages. In the end, also after an error, stops them and removes what they stored. */
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
