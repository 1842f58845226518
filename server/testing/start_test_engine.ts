import { MemoryStorage } from "../../adapters/memory.ts";
import { unfailingLog } from "../../core/rest/log/_unfailing_log.ts";
import type { VariableStorage } from "../../core/storage/storage.ts";
import { ProcessVariables } from "../../core/variables/process_variables.ts";
import { listenAndServe } from "../node/_listen_and_serve.ts";
import { createLog } from "../node/create_log.ts";
import { checkEngineOptions } from "./_check_engine_options.ts";
import { Engine } from "./_engine.ts";
import { RunningTestEngine } from "./_running_test_engine.ts";
import { ServedEngine } from "./hosts/_served_engine.ts";
import type { KeptVariables } from "./scopes/_scopes.ts";
import type { TestEngine } from "./test_engine.ts";
import type { TestEngineOptions } from "./test_engine_options.ts";

/**
 * Starts a double of a Camunda 7 engine's REST API, for tests of its clients: process instances with variables, and external tasks.
 * It has no processes and no history.
 *
 * @param options What it holds at the start. Default: nothing.
 * @returns The engine. It accepts connections already.
 * @throws {TypeError} If an option is unknown or of a wrong type.
 * @throws {RangeError} If a number among them is out of its range.
 * @throws {Error} If the address cannot be bound; the native error is the `cause`.
 *
 * @example
 * ```ts
 * import { startTestEngine } from "varpost/testing";
 * import assert from "node:assert/strict";
 *
 * const engine = await startTestEngine();
 * const messages: unknown[] = [];
 * engine.route("POST", "/message", async (request) => {
 *   messages.push(await request.json());
 * });
 * const body = JSON.stringify({ messageName: "paid" });
 * const { status } = await fetch(`${engine.url}/message`, { method: "POST", body });
 * assert.equal(status, 204);
 * assert.deepEqual(messages, [{ messageName: "paid" }]);
 * await engine.close();
 * ```
 */
export async function startTestEngine(options: TestEngineOptions = {}): Promise<TestEngine> {
  checkEngineOptions(options);
  const { storage = new MemoryStorage(), host = "127.0.0.1", port = 0, passThrough } = options;
  const log = unfailingLog(options.log ?? createLog("error"), createLog("debug"));
  const own = keep(new MemoryStorage());
  const engine = new Engine({
    shared: keep(storage),
    own,
    objects: options.objects ?? "Json",
    passThrough: passThrough === undefined ? undefined : new URL(passThrough),
    journal: options.journal ?? {},
    log,
  });
  const seeds = engine.world.checkSeeds(options.variables ?? {});
  await engine.world.adopt();
  await engine.world.seed(seeds);
  const server = await listenAndServe({ host, port }, log, ({ allowedHosts }) => {
    const { resource, handle } = engine.serve(allowedHosts);
    return new ServedEngine(resource, handle);
  });
  return new RunningTestEngine(engine, server, seeds, async () => {
    await own.storage.close();
    if (options.storage === undefined) await storage.close();
  });
}

function keep(storage: VariableStorage): KeptVariables {
  return { storage, variables: new ProcessVariables({ storage }) };
}
