/// <reference lib="esnext.disposable" preserve="true" />

import type { Fault } from "./faults/fault.ts";
import type { FaultFilter } from "./faults/fault_filter.ts";
import type { FaultHandle } from "./faults/fault_handle.ts";
import type { RecordedRequest } from "./journal/recorded_request.ts";
import type { RequestSelector } from "./journal/recorded_request_filter.ts";
import type { WaitOptions } from "./journal/wait_options.ts";
import type { RouteHandler, RouteMethod } from "./routes/test_route.ts";

/** A double of a Camunda 7 engine's REST API, for tests of its clients. */
export interface TestEngine {
  /** The URL of its REST API, such as `http://127.0.0.1:40001/engine-rest`: what clients call their base URL. */
  readonly url: string;

  /**
   * Answers a request without a socket, by the same code.
   *
   * @param input A request, a URL of which only path and query count, or a path such as `/external-task/count`.
   * @param init As for `fetch`.
   */
  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response>;

  /** The journal: the requests that came since the start or the last `reset`, in their order. Also those that are not answered yet. */
  readonly requests: readonly RecordedRequest[];

  /**
   * Finds requests in the journal.
   *
   * @param filter Members that must hold, or a function that tells.
   * @throws {TypeError} If the filter is none.
   */
  findRequests(filter: RequestSelector): readonly RecordedRequest[];

  /**
   * Waits for a request that is selected, and is answered or aborted: the first that is in the journal already, else the next.
   *
   * @param filter Members that must hold, or a function that tells.
   * @param options How long to wait. Default: 2,000 ms.
   * @throws {Error} Rejects if none comes in time, and lists what came; or if the engine is closed.
   * @throws {TypeError | RangeError} Rejects if the filter or the time is none.
   */
  waitForRequest(filter: RequestSelector, options?: WaitOptions): Promise<RecordedRequest>;

  /**
   * Lets requests fail.
   *
   * @param filter Selects the requests: by default only the next one that its other members select.
   * @param fault What goes wrong.
   * @returns A handle: it tells how often the fault was used, and removes it. All faults end with `reset`.
   * @throws {TypeError} If one of them has an unknown member, or one of a wrong kind.
   * @throws {RangeError} If a number is out of its range.
   */
  fault(filter: FaultFilter, fault: Fault): FaultHandle;

  /** The engine's time: real time plus what it was advanced by. Milliseconds since 1970. */
  now(): number;

  /**
   * Moves the engine's clock on: locks run out, retries come due, and long polls end. Resolves when the polls that came due are
   * answered.
   *
   * @param ms Milliseconds, a number from 0.
   * @throws {RangeError} If it is not.
   */
  advance(ms: number): Promise<void>;

  /**
   * Adds a route, or takes one of the engine's over, until the next `reset`.
   *
   * @param method The method.
   * @param path The path below the base URL, such as `/message` or `/task/{id}/complete`.
   * @param handler Answers its requests. If it throws, the answer is 500.
   * @throws {TypeError} If the path or the handler is none.
   */
  route(method: RouteMethod, path: string, handler: RouteHandler): void;

  /** Goes back to what was seeded at the start: its variables, no tasks, no faults, no routes of tests, an empty journal, real time. */
  reset(): Promise<void>;

  /** Closes the engine: ends long polls and connections, and leaves nothing behind that keeps the process running. */
  close(): Promise<void>;
  /** Closes the engine, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}
