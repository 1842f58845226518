import type { DeleteChange, PutChange, VariableStorage } from "../../../core/storage/storage.ts";
import { NotFoundError } from "../../../core/variables/errors/not_found_error.ts";
import type { ProcessVariables } from "../../../core/variables/process_variables.ts";
import type { Instance, Instances } from "../instances/_instances.ts";
import type { PrintOptions, ScopeVariables } from "./_scope_variables.ts";

/** Variables, and the storage that keeps them. */
export interface KeptVariables {
  readonly storage: VariableStorage;
  readonly variables: ProcessVariables;
}

/** Where variables are: those of an instance, or an execution's own. */
export interface Place extends KeptVariables {
  /** The id under which they are kept. */
  readonly id: string;
}

/** What a scope sees. Of an instance both places are the same. */
export interface View {
  readonly own: Place;
  /** The variables of its instance. */
  readonly outer: Place;
}

/** The variables of instances and, apart from them, the own variables of executions. */
export class Scopes implements ScopeVariables {
  readonly #instances: Instances;
  readonly #shared: KeptVariables;
  readonly #own: KeptVariables;

  /**
   * @param instances The instances and their executions.
   * @param shared The variables of instances.
   * @param own The variables that belong to executions alone.
   */
  constructor(instances: Instances, shared: KeptVariables, own: KeptVariables) {
    this.#instances = instances;
    this.#shared = shared;
    this.#own = own;
  }

  /** The instance of a scope; `undefined` if there is none of this id. */
  instanceOf(id: string): Instance | undefined {
    return this.#instances.ofExecution(id);
  }

  /** The places of the variables that a scope sees. The scope exists. */
  view(id: string): View {
    const instance = this.#instances.ofExecution(id);
    const own = { ...(this.#instances.get(id) === undefined ? this.#own : this.#shared), id };
    if (instance === undefined || instance.id === id) return { own, outer: own };
    return { own, outer: { ...this.#shared, id: instance.id } };
  }

  /** The place where a scope finds a variable; if it is nowhere, its instance. The scope exists. */
  async placeOf(id: string, name: string): Promise<Place> {
    const { own, outer } = this.view(id);
    const isOwn = own !== outer && (await own.storage.stat(own.id, name)) !== undefined;
    return isOwn ? own : outer;
  }

  async print(
    executionId: string,
    { names, local = false, omitBytes = false, deserializeValues = false }: PrintOptions = {},
  ): Promise<string> {
    const { own, outer } = this.view(executionId);
    const printed = new Map<string, string>();
    // Where a name is in both, the inner value wins.
    for (const place of local ? [own] : new Set([outer, own])) {
      for await (const { name, type } of place.variables.list(place.id)) {
        printed.delete(name);
        if (names?.includes(name) === false || (omitBytes && type === "Bytes")) continue;
        const json = await printWhole(place, name, deserializeValues);
        if (json !== undefined) printed.set(name, json);
      }
    }
    const members = Array.from(printed, ([name, json]) => `${JSON.stringify(name)}:${json}`);
    return `{${members.join(",")}}`;
  }

  /** As the interface says. Deletes variables, too, each where its name is found. Either all is changed, or nothing. */
  async set(
    executionId: string,
    variables: readonly (PutChange | DeleteChange)[],
    localVariables: readonly PutChange[],
  ): Promise<void> {
    const { own, outer } = this.view(executionId);
    const ofOuter = new Map<string, PutChange | DeleteChange>();
    const ofOwn = new Map<string, PutChange | DeleteChange>();
    for (const change of variables) {
      const isOwn = own !== outer && (await own.storage.stat(own.id, change.name)) !== undefined;
      (isOwn ? ofOwn : ofOuter).set(change.name, change);
    }
    const local = own === outer ? ofOuter : ofOwn;
    for (const change of localVariables) local.set(change.name, change);
    // First the storage that may fail. An execution's own variables are in memory.
    if (ofOuter.size > 0) await outer.storage.apply(outer.id, [...ofOuter.values()]);
    if (ofOwn.size > 0) await own.storage.apply(own.id, [...ofOwn.values()]);
  }

  async clear(id: string): Promise<void> {
    for (const { storage } of [this.#shared, this.#own]) await storage.apply(id, [{ op: "clear" }]);
  }
}

/** Prints a variable whole, however large it is, as the engine does; `undefined` if it was deleted meanwhile. */
async function printWhole(
  { variables, id }: Place,
  name: string,
  deserializeValue: boolean,
): Promise<string | undefined> {
  try {
    const printed = await variables.openJson(id, name, { deserializeValue });
    if (!("close" in printed)) return printed.json;
    try {
      let json = "";
      for await (const piece of printed.pieces()) json += piece;
      return json;
    } finally {
      await printed.close();
    }
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}
