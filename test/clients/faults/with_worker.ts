import assert from "node:assert/strict";
import { File } from "node:buffer";
import { Client, type Task, type TaskService } from "camunda-external-task-client-js";
import {
  type Fault,
  type FaultFilter,
  type FaultHandle,
  startTestEngine,
  type TestEngine,
} from "../../../server/testing/mod.ts";
import { manyTurns, until } from "../../support/until.ts";

/** How often the worker polls. Milliseconds. */
const INTERVAL_MS = 5;
/** How long a task is locked for the worker that has fetched it: the client's default. Milliseconds. */
export const LOCK_MS = 50_000;

const EVENTS = [
  "poll:success",
  "poll:error",
  "handler:success",
  "handler:error",
  "complete:success",
  "complete:error",
] as const;

type EventName = (typeof EVENTS)[number];

/** What the worker's handler gets. */
export interface Given {
  readonly task: Task;
  readonly taskService: TaskService;
}

/** A fault, and members of the error that the client makes of it. */
export type FaultCase = readonly [fault: Fault, error: Readonly<Record<string, unknown>>];

/** A worker of camunda-external-task-client-js, with its engine and what the worker has told. */
export class Worker {
  readonly engine: TestEngine;
  readonly fault: FaultHandle;
  readonly #events: (readonly [name: EventName, given: readonly unknown[]])[] = [];

  constructor(engine: TestEngine, client: Client, fault: FaultHandle) {
    this.engine = engine;
    this.fault = fault;
    for (const name of EVENTS) client.on(name, (...given) => this.#events.push([name, given]));
  }

  /** What the events of a name told, in their order. */
  given(name: EventName): readonly (readonly unknown[])[] {
    return this.#events.filter(([event]) => event === name).map(([, given]) => given);
  }

  /** Waits for the n-th event of a name, and gives what it told last: the error, if it tells of one. */
  async told(name: EventName, nth = 1): Promise<unknown> {
    await until(() => this.given(name).length >= nth);
    return this.given(name)[nth - 1]?.at(-1);
  }

  /** Waits for an event, and advances the engine's clock meanwhile, hour by hour. */
  async toldInTime(name: EventName): Promise<void> {
    await until(async () => {
      await this.engine.advance(3_600_000);
      return this.given(name).length > 0;
    });
  }

  /** Waits until the fault applies to a request, and goes on no more by itself. */
  async failing(): Promise<void> {
    await until(() => this.fault.used > 0);
    await manyTurns();
  }

  /** Whether the engine has completed the task. */
  async isCompleted(): Promise<boolean> {
    const answer = await this.engine.fetch("/external-task/count");
    return (await answer.text()) === '{"count":0}';
  }

  /** The number of requests that came for a path. */
  count(path: string | RegExp): number {
    return this.engine.findRequests({ path }).length;
  }
}

/**
 * Starts an engine that has one task, sets a fault, and starts a worker.
 *
 * @param filter The requests that fail.
 * @param fault What goes wrong with them.
 * @param handle What the worker does with the task.
 * @param look Looks at what happens, while the worker polls.
 */
export async function withWorker(
  filter: FaultFilter,
  fault: Fault,
  handle: (given: Given) => Promise<void>,
  look: (worker: Worker) => Promise<void>,
): Promise<void> {
  const invoice = new File(["Hello"], "invoice.txt", { type: "text/plain" });
  await using engine = await startTestEngine({ variables: { "order-7": { invoice } } });
  engine.addExternalTask({ topicName: "ship", processInstanceId: "order-7" });
  const client = new Client({ baseUrl: engine.url, workerId: "worker", interval: INTERVAL_MS });
  const worker = new Worker(engine, client, engine.fault(filter, fault));
  client.subscribe("ship", handle);
  try {
    await look(worker);
  } finally {
    client.stop();
  }
}

/** Completes the task, as most handlers do at their end. */
export async function complete({ task, taskService }: Given): Promise<void> {
  await taskService.complete(task);
}

/** Checks the members of an error that are given. */
export function checkError(error: unknown, expected: object): void {
  assert.throws(() => {
    throw error;
  }, expected);
}
