/// <reference lib="esnext.disposable" preserve="true" />

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
