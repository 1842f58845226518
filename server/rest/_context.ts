import type { IncomingMessage, ServerResponse } from "node:http";
import type { ProcessVariables } from "../../core/mod.ts";
import type { Log } from "../../core/rest/log/log.ts";
import type { ResolveScope } from "../../core/rest/scope.ts";
import type { BodyPatience } from "../node/_body_pace.ts";
import type { Connection } from "../node/_connection.ts";
import type { RefusalLog } from "../node/_refusal_log.ts";
import type { RequestBody } from "../node/_request_body.ts";

/** What all requests of a listener share. */
export interface Service {
  readonly variables: ProcessVariables;
  readonly log: Log;
  readonly refusals: RefusalLog;
  /** `undefined`: an id is its own process instance. */
  readonly resolveScope: ResolveScope | undefined;
  /** What the body of a request may cost in waiting. */
  readonly patience: BodyPatience;
}

/** One request, its body, and its answer. */
export interface Exchange {
  readonly service: Service;
  readonly request: IncomingMessage;
  readonly body: RequestBody;
  readonly response: ServerResponse;
  readonly connection: Connection;
}

/** An exchange whose route is known. */
export interface Context extends Exchange {
  /** The decoded path segments that the route leaves open, in their order. */
  readonly parameters: readonly string[];
}

/** Answers a request. What it throws is answered by the error table. */
export type Operation = (context: Context) => Promise<void>;
