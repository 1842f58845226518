import type { NameIndex } from "../_name_index.ts";
import type { NameSequence } from "../_name_sequence.ts";

/** The names of the variables of an instance. */
export interface InstanceNames extends NameSequence {
  /** `undefined` if the instance has no variable of this name. */
  get(name: string): object | number | undefined;
}

/** The ids of all instances with a variable. */
export interface Instances extends NameSequence {
  /** The names of the variables of an instance; `undefined` if it has none. */
  get(instanceId: string): InstanceNames | undefined;
}

/** What a storage in memory, or one with its keys in memory, knows of variables besides their values. */
export interface VariableKeys {
  readonly instances: Instances;
  readonly names: NameIndex;
}
