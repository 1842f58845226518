import { MemoryStorage } from "../../adapters/memory.ts";
import { ProcessVariables, type VariableStorage } from "../../core/mod.ts";
import type { LogLevel } from "../../core/rest/log/log.ts";
import type { RunningServer } from "../../server/node/running_server.ts";
import type { ServerOptions } from "../../server/node/server_options.ts";
import { startServer } from "../../server/node/start_server.ts";

/** A line that the server logged. */
export interface LogLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A server under test. */
export interface TestServer extends RunningServer {
  readonly storage: VariableStorage;
  readonly logged: readonly LogLine[];
}

export interface TestServerOptions extends Partial<ServerOptions> {
  /** The storage. Default: an empty memory storage. */
  readonly storage?: VariableStorage;
}

/** Starts a server on a free port of 127.0.0.1 for `run`, and always stops it. */
export async function withServer<T>(
  run: (server: TestServer) => Promise<T>,
  { storage = new MemoryStorage(), ...options }: TestServerOptions = {},
): Promise<T> {
  const logged: LogLine[] = [];
  const server = await startServer({
    variables: new ProcessVariables({ storage }),
    port: 0,
    log: (level, message, fields = {}) => logged.push({ level, message, fields }),
    ...options,
  });
  try {
    return await run({ ...server, storage, logged });
  } finally {
    await server.close(0);
  }
}
