import { removeScratch, scratchPath } from "../support/scratch.ts";
import type { Contender } from "./contenders.ts";
import type { Server } from "./server.ts";

/** A contender whose server runs. */
export interface Running<S extends Server = Server> {
  readonly contender: Contender<S>;
  readonly server: S;
}

/** Starts the contenders with empty storages. In the end, also after an error, stops them and removes what they stored. */
export async function withServers<T, S extends Server>(
  contenders: readonly Contender<S>[],
  use: (running: readonly Running<S>[]) => Promise<T>,
  nodeOptions: readonly string[] = [],
): Promise<T> {
  const running: Running<S>[] = [];
  try {
    for (const contender of contenders) {
      running.push({ contender, server: await contender.start(scratchPath(), nodeOptions) });
    }
    return await use(running);
  } finally {
    for (const { server } of running) await server.stop();
    removeScratch();
  }
}
