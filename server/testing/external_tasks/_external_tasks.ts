import type { Turns } from "../_turns.ts";
import type { Instance } from "../instances/_instances.ts";
import type { FetchRequest } from "./fetching/_fetch_request.ts";
import { Polls } from "./fetching/_polls.ts";
import { takeTasks } from "./fetching/_take_tasks.ts";
import type { NewTask, Task } from "./tasks/_task.ts";
import { TaskStore, type TaskSurroundings } from "./tasks/_task_store.ts";

/** What the external tasks are part of. */
export interface ExternalTasksParts extends TaskSurroundings {
  /** Lets steps run one after the other. */
  readonly turns: Turns;
}

/** The external tasks of the engine, and the workers that wait for them. */
export class ExternalTasks {
  readonly #store: TaskStore;
  readonly #turns: Turns;
  readonly #polls: Polls;

  /** @param parts What they are part of. */
  constructor({ turns, ...surroundings }: ExternalTasksParts) {
    const store = new TaskStore(surroundings);
    this.#store = store;
    this.#turns = turns;
    this.#polls = new Polls(store.clock, turns, (request) => takeTasks(store, request));
  }

  /** Adds a task to an instance. Nobody finds it before it is announced. */
  add(newTask: NewTask): Task {
    return this.#store.add(newTask);
  }

  /** Lets a task that has its variables be found. */
  announce(task: Task): void {
    task.isAnnounced = true;
    void this.#polls.wake();
  }

  /** Gives tasks to a worker, as a list in JSON. */
  fetch(request: FetchRequest): Promise<string> {
    return this.#polls.fetch(request);
  }

  /** Does something with the tasks, in a step of its own. */
  step<T>(run: (store: TaskStore) => T | Promise<T>): Promise<T> {
    return this.#turns.run(() => run(this.#store));
  }

  /** Lets the workers that wait look again. */
  wake(): void {
    void this.#polls.wake();
  }

  /** Takes the tasks of an instance away, since it has ended. */
  instanceEnded(instance: Instance): void {
    this.#store.drop("its process instance was deleted", instance);
  }

  /** Takes all tasks away, and answers the workers that wait. */
  reset(): void {
    this.#store.drop("the engine was reset");
    this.#polls.clear();
  }

  /** Takes all tasks away, and answers the workers that wait. No worker waits any more. */
  close(): void {
    this.#store.drop("the engine was closed");
    this.#polls.close();
  }
}
