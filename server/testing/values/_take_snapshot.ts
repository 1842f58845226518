import { compareNames } from "../../../core/storage/compare_names.ts";
import { snapshotVariables } from "./_snapshot_variable.ts";
import { StableNames } from "./_stable_names.ts";
import type { StoredVariable } from "./_stored_variable.ts";
import type { Snapshot, SnapshotInstance, SnapshotTask } from "./snapshot.ts";

/** What a snapshot is taken of. */
export interface SnapshotSource {
  /** The process instances, in the order of their creation. */
  readonly instances: Iterable<InstanceToShow>;
  /** The external tasks, in the order of their creation. */
  readonly tasks: Iterable<TaskToShow>;
  /** Reads the variables of a process instance, sorted by name. */
  variablesOf(instanceId: string): Promise<readonly StoredVariable[]>;
  /** Reads the variables that belong to an execution alone, sorted by name. */
  localVariablesOf(executionId: string): Promise<readonly StoredVariable[]>;
}

/** A process instance to show. */
export interface InstanceToShow {
  readonly id: string;
  readonly businessKey: string | null;
  readonly suspended: boolean;
}

/** An external task to show. */
export interface TaskToShow {
  readonly topicName: string;
  readonly processInstanceId: string;
  readonly executionId: string;
  readonly priority: bigint;
  readonly retries: number | null;
  readonly errorMessage: string | null;
  /** Whether it is locked now. */
  readonly locked: boolean;
}

/** Takes a snapshot of an engine. */
export async function takeSnapshot(source: SnapshotSource): Promise<Snapshot> {
  const shown = [...source.instances];
  const names = new StableNames(shown.map(({ id }) => id));
  const instances: [string, SnapshotInstance][] = [];
  for (const { id, businessKey, suspended } of shown) {
    const variables = snapshotVariables(await source.variablesOf(id));
    instances.push([names.of(id), { businessKey, suspended, variables }]);
  }
  const externalTasks: SnapshotTask[] = [];
  for (const task of source.tasks) {
    const { topicName, retries, locked, errorMessage } = task;
    externalTasks.push({
      id: `task${externalTasks.length + 1}`,
      topicName,
      processInstanceId: names.of(task.processInstanceId),
      priority: shownPriority(task.priority),
      retries,
      locked,
      errorMessage,
      localVariables: snapshotVariables(await source.localVariablesOf(task.executionId)),
    });
  }
  instances.sort(([a], [b]) => compareNames(a, b));
  return { instances: Object.fromEntries(instances), externalTasks };
}

function shownPriority(priority: bigint): number | string {
  const value = Number(priority);
  return Number.isSafeInteger(value) ? value : String(priority);
}
