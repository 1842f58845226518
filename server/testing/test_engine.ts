/// <reference lib="esnext.disposable" preserve="true" />

import type { ExternalTask } from "./external_tasks/external_task.ts";
import type { NewExternalTask } from "./external_tasks/new_external_task.ts";
import type { Fault } from "./faults/fault.ts";
import type { FaultFilter } from "./faults/fault_filter.ts";
import type { FaultHandle } from "./faults/fault_handle.ts";
import type { RecordedRequest } from "./journal/recorded_request.ts";
import type { RequestSelector } from "./journal/recorded_request_filter.ts";
import type { WaitOptions } from "./journal/wait_options.ts";
import type { RouteHandler, RouteMethod } from "./routes/test_route.ts";
import type { PlainValue } from "./values/plain_value.ts";
import type { Snapshot } from "./values/snapshot.ts";
import type { TestVariables } from "./values/test_value.ts";

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

  /**
   * Sets variables of process instances. An instance that does not exist is made, and lives until it is deleted.
   *
   * @param variables The variables, as plain JavaScript values, by the ids of their instances.
   * @throws {TypeError} Rejects if a name or a value is wrong: it names both, and says what to write.
   */
  seed(variables: Readonly<Record<string, TestVariables>>): Promise<void>;

  /**
   * Adds an external task. Every later request finds it.
   *
   * @param task The task. Only its topic is needed.
   * @returns The task's ids, and promises of what becomes of it.
   * @throws {TypeError} If something of it is wrong: the message says what to write.
   * @throws {Error} If the engine was closed.
   */
  addExternalTask(task: NewExternalTask): ExternalTask;

  /**
   * Reads a variable as a plain JavaScript value.
   *
   * @param instanceId Id of the process instance, or of an execution, whose own variables are meant then.
   * @param name Name of the variable.
   * @returns Its value; `undefined` if there is no such variable.
   * @throws {Error} Rejects if there is no such instance, or it has ended.
   * @throws {RangeError} Rejects if JavaScript cannot hold a number in its JSON with all digits.
   */
  value(instanceId: string, name: string): Promise<PlainValue | undefined>;

  /**
   * Reads the bytes of a variable of any type: text in UTF-8, scalars as their canonical text.
   *
   * @param instanceId As for `value`.
   * @param name Name of the variable.
   * @returns The bytes; `null` for a typed null; `undefined` if there is no such variable.
   * @throws {Error} Rejects if there is no such instance, or it has ended.
   */
  bytes(instanceId: string, name: string): Promise<Uint8Array | null | undefined>;

  /**
   * Reads all variables of a process instance as plain JavaScript values, by their names.
   *
   * @param instanceId As for `value`.
   * @throws {Error} Rejects if there is no such instance, or it has ended.
   * @throws {RangeError} As `value`.
   */
  variables(instanceId: string): Promise<Readonly<Record<string, PlainValue>>>;

  /** Shows all that the engine holds, as JSON that is the same in every run. */
  snapshot(): Promise<Snapshot>;

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
