import { checkOptions } from "../../core/rest/_check_options.ts";
import { unfailingLog } from "../../core/rest/log/_unfailing_log.ts";
import { SERVER_OPTIONS } from "./_known_options.ts";
import { startRestServer } from "./_start_rest_server.ts";
import { createLog } from "./create_log.ts";
import type { RunningServer } from "./running_server.ts";
import type { ServerOptions } from "./server_options.ts";

/**
 * Starts a `node:http` server that serves process variables.
 *
 * @param options The service, its clients, and the address.
 * @returns The server. It accepts connections already.
 * @throws {TypeError} If an option is unknown or of a wrong type, or an allowed host is neither a name nor an address.
 * @throws {RangeError} If the port, a time, a rate, the number of connections, or the path or mode of a Unix socket is out of range.
 * @throws {Error} If the address cannot be bound, or the certificate cannot be used with the key.
 *
 * @example
 * ```ts
 * import { ProcessVariables } from "varpost";
 * import { MemoryStorage } from "varpost/adapters/memory";
 * import { startServer } from "varpost/server";
 * import assert from "node:assert/strict";
 *
 * const storage = new MemoryStorage();
 * const variables = new ProcessVariables({ storage });
 * const server = await startServer({ variables, port: 0 });
 * const response = await fetch(`${server.url}/process-instance/1/variables/none/data`);
 * assert.equal(response.status, 404);
 * await server.close();
 * await storage.close();
 * ```
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  checkOptions("startServer", options, SERVER_OPTIONS);
  const log = unfailingLog(options.log ?? createLog(), createLog("debug"));
  return await startRestServer(options, log, []);
}
