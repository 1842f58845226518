import type { PutChange } from "../../../core/storage/storage.ts";

/** Which variables of an execution are printed, and how. */
export interface PrintOptions {
  /** The names that are wanted, if they exist. Default: all. */
  readonly names?: readonly string[] | undefined;
  /** Whether only the execution's own variables are meant, and not those of its instance. Default false. */
  readonly local?: boolean | undefined;
  /** Whether variables of type Bytes are left out. Default false. */
  readonly omitBytes?: boolean | undefined;
  /** Whether an Object or Json becomes part of the JSON, and not a string. Default false. */
  readonly deserializeValues?: boolean | undefined;
}

/** The variables that an external task sees and sets. */
export interface ScopeVariables {
  /** Prints variables as one JSON object, as in the engine's answers. */
  print(executionId: string, options?: PrintOptions): Promise<string>;
  /**
   * Sets variables. Each of `variables` is set where its name is found, on the execution or on its instance, and else on the
   * instance; those of `localVariables` on the execution.
   */
  set(
    executionId: string,
    variables: readonly PutChange[],
    localVariables: readonly PutChange[],
  ): Promise<void>;
  /** Forgets the variables of an execution, or of a whole instance. */
  clear(executionId: string): Promise<void>;
}
