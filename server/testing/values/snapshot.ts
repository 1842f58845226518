import type { ValueInfo } from "../../../core/storage/variable_record.ts";

/**
 * All that a test engine holds, as JSON that is the same in every run: it has no times and no versions, and ids that the engine made have
 * become names, such as `instance1`. Values stay as they are, even if such an id is in them.
 */
export interface Snapshot {
  /**
   * The process instances that are running, by their ids, sorted. One whose id is a random UUID, as the engine makes them, is
   * `instance1`, `instance2`, … in the order of creation.
   */
  readonly instances: Readonly<Record<string, SnapshotInstance>>;
  /** The external tasks that have not ended, in the order of their creation. */
  readonly externalTasks: readonly SnapshotTask[];
}

/** A process instance in a snapshot. */
export interface SnapshotInstance {
  /** Its business key; `null` if it has none. */
  readonly businessKey: string | null;
  /** Whether it is suspended. */
  readonly suspended: boolean;
  /** Its variables by name, sorted. */
  readonly variables: SnapshotVariables;
}

/** An external task in a snapshot. */
export interface SnapshotTask {
  /** `task1`, `task2`, … */
  readonly id: string;
  /** The topic to which workers subscribe. */
  readonly topicName: string;
  /** Its process instance, named as in `instances`. */
  readonly processInstanceId: string;
  /** Its priority: a number, or a text beyond 2^53 - 1. */
  readonly priority: number | string;
  /** How often it may be tried; `null` if nobody has said that. */
  readonly retries: number | null;
  /** Whether a worker has it, and its lock has not run out. */
  readonly locked: boolean;
  /** The message of its last failure; `null` if there is none. */
  readonly errorMessage: string | null;
  /** The variables that belong to the task alone, by name, sorted. */
  readonly localVariables: SnapshotVariables;
}

/** Variables in a snapshot, by name. */
export type SnapshotVariables = Readonly<Record<string, SnapshotVariable>>;

/** A variable in a snapshot. */
export interface SnapshotVariable {
  /** REST name of the value type. */
  readonly type: string;
  /**
   * The value:
   *
   * - for Json, and an Object in JSON: what the JSON says
   * - for Bytes, File, and an Object that is a Java serialization stream: the bytes in base64, or their {@linkcode SnapshotDigest} if
   *   they are more than 1,024
   * - for Date: the engine's text in UTC, such as `2030-01-31T12:00:00.000+0000`
   * - for other types: a boolean, a number or a text
   *
   * A number is a text if JSON or JavaScript could not hold it, such as `NaN` or `9007199254740993`.
   */
  readonly value: SnapshotJson | SnapshotDigest;
  /** What the type needs besides, such as the `filename` of a File. */
  readonly valueInfo: ValueInfo;
}

/** What stands for many bytes. */
export interface SnapshotDigest {
  /** Number of the bytes. */
  readonly size: number;
  /** Their SHA-256, in hexadecimal digits. */
  readonly sha256: string;
}

/** JSON in a snapshot. */
export type SnapshotJson =
  | null
  | boolean
  | number
  | string
  | readonly SnapshotJson[]
  | { readonly [name: string]: SnapshotJson };
