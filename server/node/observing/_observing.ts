import type { Server } from "node:http";
import type { ErrorAnswer } from "../../../core/errors/answered_error.ts";
import { errorBody } from "../../../core/rest/errors/_error_body.ts";
import type { Log } from "../../../core/rest/log/log.ts";
import type { LatestObservation } from "../_connection.ts";
import type { Exchange } from "../_exchange.ts";
import { checkObservers } from "./_check_observers.ts";
import { Observation } from "./_observation.ts";
import type { EndedRequest } from "./ended_request.ts";
import type { RequestObserver } from "./request_observer.ts";

/** The shortest time between two lines of observers that fail. Milliseconds. */
const QUIET_MS = 60_000;

/**
 * Makes what tells observers of requests; `undefined` if there are none.
 *
 * @param observers The option.
 * @param log Gets the errors of observers. It must not throw.
 * @throws {TypeError} If it is no list of observers. The message says what to pass.
 */
export function observingOf(
  observers: readonly RequestObserver[] | undefined,
  log: Log,
): Observing | undefined {
  if (observers === undefined) return undefined;
  checkObservers(observers);
  return observers.length === 0 ? undefined : new Observing([...observers], log);
}

/** Tells the observers of a server about its requests. */
export class Observing {
  readonly #observers: readonly RequestObserver[];
  readonly #log: Log;
  /** How often observers have failed since the last line. */
  #failed = 0;
  #quietUntil = 0;

  /**
   * @param observers Those who are told.
   * @param log Gets the errors of observers. It must not throw.
   */
  constructor(observers: readonly RequestObserver[], log: Log) {
    this.#observers = observers;
    this.#log = log;
  }

  /** Observes the connections of a server, those too that it closes at once. */
  watchConnections(server: Server): void {
    server.on("connection", (socket) => {
      this.#tell((observer) => observer.connected?.());
      socket.once("close", () => this.#tell((observer) => observer.disconnected?.()));
    });
    server.on("drop", () => this.end({ ...unread(), refusal: "TooManyConnections" }));
  }

  /** Begins to observe a request. */
  begin(exchange: Exchange, onEnd: (observation: Observation) => void): Observation {
    const observation = new Observation(exchange, onEnd);
    this.#tell((observer) => observer.begun?.(observation.isUpload));
    return observation;
  }

  /**
   * Observes bytes that could not be parsed.
   *
   * @param answer The answer to them.
   * @param latest The last request before them on the connection, if it has not ended: they may belong to its body.
   */
  unreadable(answer: ErrorAnswer, latest: LatestObservation | undefined): void {
    const { status } = answer;
    const body = errorBody(answer);
    if (latest !== undefined && !latest.isAnswered) {
      latest.answerDirectly({ status, headers: {}, body });
      return;
    }
    const bytesOut = body.length;
    this.end({ ...unread(), status, bytesOut, outcome: "answered", refusal: answer.type });
  }

  /** Tells that a request has ended. */
  end(request: EndedRequest): void {
    this.#tell((observer) => observer.ended(request));
  }

  #tell(tell: (observer: RequestObserver) => unknown): void {
    for (const observer of this.#observers) {
      try {
        // The type also allows an asynchronous method, so the result may be a promise.
        const told = tell(observer);
        if (told !== undefined) Promise.resolve(told).catch(this.#fail);
      } catch (error) {
        this.#fail(error);
      }
    }
  }

  /** One that fails may fail with each request, and a line for each would fill the disk. So there is one a minute. */
  readonly #fail = (fault: unknown): void => {
    this.#failed++;
    const now = performance.now();
    if (now < this.#quietUntil) return;
    this.#log("error", "Cannot tell an observer of a request", { fault, failed: this.#failed });
    this.#quietUntil = now + QUIET_MS;
    this.#failed = 0;
  };
}

/** A request of which nothing is known. */
function unread(): EndedRequest {
  return {
    startedAt: Date.now(),
    method: "",
    target: "",
    operation: undefined,
    parameters: [],
    status: undefined,
    isUpload: false,
    bytesIn: 0,
    bytesOut: 0,
    ms: 0,
    user: undefined,
    outcome: "cut-off",
    refusal: undefined,
  };
}
