import type { EndedRequest } from "../../../../server/node/observing/ended_request.ts";
import { until } from "../../../support/until.ts";
import { type TestServer, type TestServerOptions, withServer } from "../../_with_server.ts";

/** A server whose requests are observed. */
export interface ObservedServer extends TestServer {
  /** Waits for a number of ended requests, and gives all that have ended. */
  seen(count: number): Promise<readonly EndedRequest[]>;
}

/** Starts a server for `run` that tells which requests have ended. */
export function withObserved<T>(
  run: (server: ObservedServer) => Promise<T>,
  options: TestServerOptions = {},
): Promise<T> {
  const ended: EndedRequest[] = [];
  const seen = async (count: number) => {
    await until(() => ended.length >= count);
    return ended;
  };
  const observers = [{ ended: (request: EndedRequest) => void ended.push(request) }];
  return withServer((server) => run({ ...server, seen }), { observers, ...options });
}
