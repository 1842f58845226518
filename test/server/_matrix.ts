import {
  ProcessVariables,
  type ProcessVariablesOptions,
  type VariableStorage,
} from "../../core/mod.ts";
import type { ListenerOptions } from "../../server/node/listener_options.ts";
import { type Suite, suite } from "../support/suite.ts";
import { OVER_SOCKET, type Send, type Transport } from "./_client.ts";
import { STORAGES } from "./_storages.ts";
import type { LogLine } from "./_with_server.ts";

/** A server under test, whichever storage and transport it has. */
export interface ServiceUnderTest {
  readonly send: Send;
  readonly storage: VariableStorage;
  readonly logged: readonly LogLine[];
}

/** What to set otherwise than the server's defaults. */
export interface ServiceOptions extends Omit<ListenerOptions, "variables" | "log"> {
  readonly variables?: Omit<ProcessVariablesOptions, "storage">;
}

/** Starts a server on an empty storage, and stops it whatever happened. */
export type WithService = (
  run: (service: ServiceUnderTest) => Promise<void>,
  options?: ServiceOptions,
) => Promise<void>;

/**
 * Defines the same tests for every storage.
 *
 * @param title What is tested.
 * @param define Defines the tests of one combination.
 * @param transports How the server is reached. Default over a socket.
 */
export function matrix(
  title: string,
  define: (test: Suite, withService: WithService) => void,
  transports: readonly Transport[] = [OVER_SOCKET],
): void {
  for (const [storageName, withStorage] of STORAGES) {
    for (const transport of transports) {
      define(suite(`${title} on ${storageName} ${transport.name}`), (run, options = {}) =>
        withStorage((storage) => {
          const logged: LogLine[] = [];
          const variables = new ProcessVariables({ ...options.variables, storage });
          const log: ListenerOptions["log"] = (level, message, fields = {}) => {
            logged.push({ level, message, fields });
          };
          return transport.withServer({ ...options, variables, log }, (send) =>
            run({ send, storage, logged }),
          );
        }),
      );
    }
  }
}
