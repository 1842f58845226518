import { MemoryStorage } from "../../adapters/memory.ts";
import {
  ProcessVariables,
  type ProcessVariablesOptions,
  type VariableStorage,
} from "../../core/mod.ts";
import { type Suite, suite } from "../support/suite.ts";
import type { Client, Transport, TransportOptions } from "./_client.ts";
import { withoutLeftOut } from "./_double_left_out.ts";
import { DOUBLES } from "./_double_transports.ts";
import { FETCH } from "./_fetch_transport.ts";
import { OVER_SOCKET } from "./_node_transports.ts";
import { type Leftovers, ONLY_STORAGE, STORAGES } from "./_storages.ts";
import type { LogLine } from "./_with_server.ts";

/** A server under test, with any storage and any transport. */
export interface ServiceUnderTest extends Client {
  readonly storage: VariableStorage;
  readonly leftovers: Leftovers;
  readonly logged: readonly LogLine[];
  readonly transport: Transport;
}

/** Options that differ from the server's defaults. */
export interface ServiceOptions extends Omit<TransportOptions, "variables" | "log"> {
  readonly variables?: Omit<ProcessVariablesOptions, "storage">;
}

/** Options that may also name a storage. */
export interface StoredServiceOptions extends ServiceOptions {
  /** The storage. Default: an empty memory storage. */
  readonly storage?: VariableStorage;
}

/** Starts a server for `run`, and always stops it. */
export type WithService<Options = ServiceOptions> = (
  run: (service: ServiceUnderTest) => Promise<void>,
  options?: Options,
) => Promise<void>;

/** Makes the transport for a storage. */
type StoredTransport = (storage: VariableStorage) => Transport;

/** The transports for tests of routes: one for each binding. */
const BINDINGS: readonly Transport[] = [OVER_SOCKET, FETCH];

/**
 * Defines the same tests for every storage and every binding. Each begins with an empty storage. On PostgreSQL there is only the first
 * binding, unless `VARPOST_TEST_STORAGE` is `postgres`.
 *
 * @param title The subject of the tests.
 * @param define Defines the tests of one combination.
 * @param transports The transports. Default: one for each binding.
 */
export function matrix(
  title: string,
  define: (test: Suite, withService: WithService) => void,
  transports: readonly Transport[] = BINDINGS,
): void {
  for (const [storageName, withStorage] of STORAGES) {
    // A storage that is a server of its own takes so long that in `npm test` one transport has to do.
    const isSlow = storageName === "postgres" && ONLY_STORAGE === undefined;
    const withService =
      (transport: StoredTransport): WithService =>
      (run, options = {}) =>
        withStorage((storage, leftovers) =>
          serve(transport(storage), storage, leftovers, options, run),
        );
    for (const transport of isSlow ? transports.slice(0, 1) : transports) {
      define(
        suite(`${title} on ${storageName} ${transport.name}`),
        withService(() => transport),
      );
    }
    if (storageName !== "memory") continue;
    for (const double of DOUBLES) {
      const { name } = double(new MemoryStorage());
      withoutLeftOut(title, suite(`${title} on ${storageName} ${name}`), (test) =>
        define(test, withService(double)),
      );
    }
  }
}

/**
 * Defines the same tests for every binding, on storages of their own.
 *
 * @param title The subject of the tests.
 * @param define Defines the tests of one binding.
 */
export function bindings(
  title: string,
  define: (test: Suite, withService: WithService<StoredServiceOptions>) => void,
): void {
  const withService =
    (transport: StoredTransport): WithService<StoredServiceOptions> =>
    (run, { storage = new MemoryStorage(), ...options } = {}) =>
      serve(transport(storage), storage, async () => [], options, run);
  for (const transport of BINDINGS) {
    define(
      suite(`${title} ${transport.name}`),
      withService(() => transport),
    );
  }
  for (const double of DOUBLES) {
    const { name } = double(new MemoryStorage());
    withoutLeftOut(title, suite(`${title} ${name}`), (test) => define(test, withService(double)));
  }
}

function serve(
  transport: Transport,
  storage: VariableStorage,
  leftovers: Leftovers,
  options: ServiceOptions,
  run: (service: ServiceUnderTest) => Promise<void>,
): Promise<void> {
  const logged: LogLine[] = [];
  const variables = new ProcessVariables({ ...options.variables, storage });
  const log: TransportOptions["log"] = (level, message, fields = {}) => {
    logged.push({ level, message, fields });
  };
  return transport.withServer({ ...options, variables, log }, (client) =>
    run({ ...client, storage, leftovers, logged, transport }),
  );
}
