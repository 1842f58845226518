import type { IncomingMessage, ServerResponse } from "node:http";
import type { ProcessVariables } from "../core/mod.ts";
import type { RequestBody } from "./_request_body.ts";
import type { Log } from "./log.ts";
import type { ResolveScope } from "./scope.ts";

/** What all requests of a listener share. */
export interface Service {
  readonly variables: ProcessVariables;
  readonly log: Log;
  /** `undefined`: an id is its own process instance. */
  readonly resolveScope: ResolveScope | undefined;
  /** How long to wait for a client's next bytes, or for it to take ours. Milliseconds. */
  readonly idleMs: number;
}

/** One request, its body, and its answer. */
export interface Exchange {
  readonly service: Service;
  readonly request: IncomingMessage;
  readonly body: RequestBody;
  readonly response: ServerResponse;
}

/** An exchange whose route is known. */
export interface Context extends Exchange {
  /** The decoded path segments that the route leaves open, in their order. */
  readonly parameters: readonly string[];
}

/** Answers a request. What it throws is answered by the error table. */
export type Operation = (context: Context) => Promise<void>;
