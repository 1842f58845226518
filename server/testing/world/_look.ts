import type { KeptVariables } from "../scopes/_scopes.ts";
import { readBytes, readValue, readValues } from "../values/_read_values.ts";
import { readVariables } from "../values/_read_variables.ts";
import { takeSnapshot } from "../values/_take_snapshot.ts";
import type { PlainValue } from "../values/plain_value.ts";
import type { Snapshot } from "../values/snapshot.ts";
import type { World } from "./_world.ts";

/** What a test sees of the world. It sees everything that it has seeded and added before. */
export class Look {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  async value(id: string, name: string): Promise<PlainValue | undefined> {
    const { storage } = await this.#placeOf(id);
    return await readValue(storage, id, name);
  }

  async bytes(id: string, name: string): Promise<Uint8Array | null | undefined> {
    const { storage } = await this.#placeOf(id);
    return await readBytes(storage, id, name);
  }

  async variables(id: string): Promise<Readonly<Record<string, PlainValue>>> {
    const { storage } = await this.#placeOf(id);
    return await readValues(storage, id);
  }

  async snapshot(): Promise<Snapshot> {
    const { clock, instances, scopes } = this.#world;
    const tasks = await this.#world.tasks.step((store) => store.all());
    const variablesOf = (id: string) => readVariables(scopes.view(id).own.storage, id);
    return await takeSnapshot({
      instances: instances.all(),
      tasks: tasks.map((task) => ({
        ...task,
        processInstanceId: task.instance.id,
        locked: task.isLocked(clock.now()),
      })),
      variablesOf,
      localVariablesOf: variablesOf,
    });
  }

  async #placeOf(id: string): Promise<KeptVariables> {
    const { instances, scopes, turns } = this.#world;
    await turns.idle();
    if (instances.ofExecution(id) !== undefined) return scopes.view(id).own;
    throw new Error(
      `Cannot look into process instance '${id}': there is none, or it has ended, as one does with its last task unless it was seeded; seed it by startTestEngine({ variables: { '${id}': {} } })`,
    );
  }
}
