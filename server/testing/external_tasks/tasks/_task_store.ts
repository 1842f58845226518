import type { EngineClock } from "../../clock/_engine_clock.ts";
import type { Instance, Instances } from "../../instances/_instances.ts";
import type { ScopeVariables } from "../../scopes/_scope_variables.ts";
import { type NewTask, Task } from "./_task.ts";
import { unknownTask } from "./_task_errors.ts";

/** The state that the store of tasks is about. */
export interface TaskSurroundings {
  readonly clock: EngineClock;
  readonly instances: Instances;
  readonly scopes: ScopeVariables;
}

/** The number of hexadecimal digits in the first group of a UUID. */
const GROUP_DIGITS = 8;

/** The tasks that there are, in the order in which they were added. */
export class TaskStore {
  readonly clock: EngineClock;
  readonly scopes: ScopeVariables;
  readonly #instances: Instances;
  readonly #tasks = new Map<string, Task>();
  #count = 0;

  constructor({ clock, instances, scopes }: TaskSurroundings) {
    this.clock = clock;
    this.scopes = scopes;
    this.#instances = instances;
  }

  /** Adds a task, in an execution of its own. */
  add(newTask: NewTask): Task {
    const task = new Task(this.#nextId(), this.clock.now(), newTask);
    this.#instances.begin(task.instance, task.executionId);
    this.#tasks.set(task.id, task);
    return task;
  }

  /** All tasks that have their variables. */
  all(): Task[] {
    return [...this.#tasks.values()].filter(({ isAnnounced }) => isAnnounced);
  }

  /** The task of this id; `undefined` if there is none. */
  get(id: string): Task | undefined {
    return this.#tasks.get(id);
  }

  /** @throws {EngineError} 404 if there is no task of this id. */
  find(id: string): Task {
    const task = this.#tasks.get(id);
    if (task === undefined) throw unknownTask(id);
    return task;
  }

  /** Ends a task and its execution; with the last one its instance, unless it was seeded. */
  async end({ id, executionId, instance }: Task): Promise<void> {
    this.#tasks.delete(id);
    this.#instances.end(executionId);
    const isLast = !instance.isSeeded && instance.executions.size === 0;
    // Before anything is awaited: the test may add a task to an instance of this id at any time.
    if (isLast) this.#instances.delete(instance);
    await this.scopes.clear(executionId);
    if (isLast) await this.scopes.clear(instance.id);
  }

  /** Forgets the tasks of an instance, or all. Whoever awaits them learns the reason. */
  drop(reason: string, instance?: Instance): void {
    for (const task of this.#tasks.values()) {
      if (instance !== undefined && task.instance !== instance) continue;
      this.#tasks.delete(task.id);
      task.handle.drop(reason);
    }
  }

  /** As the engine's ids, these are in the order in which the tasks are made, and nothing else is promised of them. */
  #nextId(): string {
    const group = (++this.#count).toString(16).padStart(GROUP_DIGITS, "0");
    return group + crypto.randomUUID().slice(GROUP_DIGITS);
  }
}
