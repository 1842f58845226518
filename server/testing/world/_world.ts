import type { Log } from "../../../core/rest/log/log.ts";
import { checkName } from "../../../core/storage/check_name.ts";
import type { VariableStorage } from "../../../core/storage/storage.ts";
import { Turns } from "../_turns.ts";
import { EngineClock } from "../clock/_engine_clock.ts";
import { ExternalTasks } from "../external_tasks/_external_tasks.ts";
import type { ExternalTask } from "../external_tasks/external_task.ts";
import type { NewExternalTask } from "../external_tasks/new_external_task.ts";
import { type Instance, Instances } from "../instances/_instances.ts";
import { type KeptVariables, Scopes } from "../scopes/_scopes.ts";
import { type CheckedVariable, changesOf, checkVariables } from "../values/_check_variables.ts";
import type { ObjectsAs, TestVariables } from "../values/test_value.ts";
import { checkNewTask } from "./_check_new_task.ts";
import { taskInstance } from "./_task_instance.ts";

/** What the world is made of. */
export interface WorldParts {
  /** The variables of process instances. */
  readonly shared: KeptVariables;
  /** The variables that belong to executions alone. */
  readonly own: KeptVariables;
  /** What arrays and plain objects of a test become. */
  readonly objects: ObjectsAs;
  /** Must not throw. */
  readonly log: Log;
}

/** Variables of process instances that have been checked, by the ids of the instances. */
export type Seeds = ReadonlyMap<string, readonly CheckedVariable[]>;

/** Everything that the engine holds: process instances, their variables, and external tasks. */
export class World {
  readonly clock: EngineClock = new EngineClock();
  readonly instances: Instances = new Instances();
  /** The steps that change something, one after the other. */
  readonly turns: Turns = new Turns();
  readonly scopes: Scopes;
  readonly tasks: ExternalTasks;
  readonly #parts: WorldParts;
  #isClosed = false;

  constructor(parts: WorldParts) {
    const { clock, instances, turns } = this;
    this.#parts = parts;
    this.scopes = new Scopes(instances, parts.shared, parts.own);
    this.tasks = new ExternalTasks({ clock, instances, turns, scopes: this.scopes });
  }

  /**
   * Checks variables of process instances.
   *
   * @throws {TypeError} If one is wrong.
   */
  checkSeeds(variables: Readonly<Record<string, TestVariables>>): Seeds {
    return new Map(
      Object.entries(variables).map(([id, ofInstance]) => [id, this.#check(id, ofInstance)]),
    );
  }

  /** Sets variables of process instances. An instance that does not exist is made, and lives until it is deleted. */
  seed(seeds: Seeds): Promise<void> {
    this.#begin(seeds);
    return this.turns.run(() => this.#store(seeds));
  }

  /** Takes each instance that has variables for one that was seeded. */
  adopt(): Promise<void> {
    return this.turns.run(async () => {
      for await (const id of this.#parts.shared.variables.instances()) {
        if (this.instances.get(id) === undefined) this.instances.add({ id, isSeeded: true });
      }
    });
  }

  /**
   * Adds an external task, which every later request finds.
   *
   * @throws {TypeError | RangeError} If what is said of it is wrong.
   * @throws {Error} If the engine was closed.
   */
  addExternalTask(newTask: NewExternalTask): ExternalTask {
    if (this.#isClosed) {
      throw new Error(
        "Cannot add the external task: the engine was closed; close it when the last test has ended",
      );
    }
    checkNewTask(newTask);
    const { topicName, variables = {}, localVariables = {} } = newTask;
    const owner = `the external task of topic '${topicName}'`;
    const { objects } = this.#parts;
    const shared = checkVariables(variables, { owner, objects });
    const own = checkVariables(localVariables, { owner, objects });
    const instance = taskInstance(newTask, this.instances);
    const task = this.tasks.add({ ...newTask, instance });
    this.turns
      .run(async () => {
        await this.scopes.set(instance.id, await changesOf(shared), []);
        await this.scopes.set(task.executionId, [], await changesOf(own));
        this.tasks.announce(task);
      })
      .catch(async (fault: unknown) => {
        task.handle.drop(`its variables could not be stored: ${String(fault)}`);
        this.#parts.log("error", "Cannot store the variables of an external task", { fault });
        await this.tasks.step((store) => store.end(task));
      })
      // The storage that failed may fail again. The task is gone all the same.
      .catch(() => {});
    return task.handle;
  }

  /** Ends an instance with its tasks and its variables. */
  end(instance: Instance): Promise<void> {
    return this.turns.run(async () => {
      const { id, executions } = instance;
      // Its last task may have ended it, and the test may have begun another one of this id.
      if (this.instances.get(id) !== instance) return;
      const scopes = [...executions, id];
      this.tasks.instanceEnded(instance);
      this.instances.delete(instance);
      for (const scope of scopes) await this.scopes.clear(scope);
    });
  }

  /** Forgets everything, goes back to real time, and seeds again. */
  async reset(seeds: Seeds): Promise<void> {
    this.tasks.reset();
    this.clock.reset();
    // At once: what the test adds from now on stays.
    for (const instance of [...this.instances.all()]) this.instances.delete(instance);
    this.#begin(seeds);
    await this.turns.run(async () => {
      for (const { storage } of [this.#parts.shared, this.#parts.own]) await clearStorage(storage);
      await this.#store(seeds);
    });
  }

  /** Answers the workers that wait, and takes all alarms back. */
  close(): void {
    this.#isClosed = true;
    this.tasks.close();
    this.clock.reset();
  }

  /** Makes the instances of seeds. */
  #begin(seeds: Seeds): void {
    for (const id of seeds.keys()) {
      if (this.instances.get(id) === undefined) this.instances.add({ id, isSeeded: true });
    }
  }

  async #store(seeds: Seeds): Promise<void> {
    for (const [id, variables] of seeds) {
      await this.scopes.set(id, await changesOf(variables), []);
    }
  }

  #check(id: string, variables: TestVariables): readonly CheckedVariable[] {
    checkName("instance id", id);
    const { objects } = this.#parts;
    return checkVariables(variables, { owner: `process instance '${id}'`, objects });
  }
}

async function clearStorage(storage: VariableStorage): Promise<void> {
  for (;;) {
    const ids = await storage.instances();
    if (ids.length === 0) return;
    for (const id of ids) await storage.apply(id, [{ op: "clear" }]);
  }
}
