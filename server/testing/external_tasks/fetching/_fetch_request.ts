import type { JsonValue } from "../../../../core/json/json_value.ts";

/** Which tasks of one topic a worker wants, and what it wants of them. What is `null` filters nothing. */
export interface FetchTopic {
  readonly topicName: string;
  /** For how long a task is locked. Milliseconds. */
  readonly lockDuration: number;
  /** The names of the variables that are wanted; `null` for all. */
  readonly variables: readonly string[] | null;
  readonly localVariables: boolean;
  readonly deserializeValues: boolean;
  readonly includeExtensionProperties: boolean;
  readonly businessKey: string | null;
  readonly processDefinitionId: string | null;
  /** As the other lists it filters nothing if it is empty, and `null` in it is the id of nothing. */
  readonly processDefinitionIdIn: readonly (string | null)[];
  readonly processDefinitionKey: string | null;
  readonly processDefinitionKeyIn: readonly (string | null)[];
  /** A pattern of SQL's LIKE. */
  readonly processDefinitionVersionTag: string | null;
  readonly withoutTenantId: boolean;
  readonly tenantIdIn: readonly (string | null)[];
  /** At least one must hold, if there are any. */
  readonly processVariables: ReadonlyMap<string, JsonValue>;
}

/** What a worker asks for. */
export interface FetchRequest {
  readonly workerId: string;
  readonly maxTasks: number;
  readonly usePriority: boolean;
  /** The order of creation; `undefined` for none. */
  readonly createTime: "asc" | "desc" | undefined;
  /** How long it waits for a task. Milliseconds; 0 or less: it does not wait. */
  readonly asyncResponseTimeout: number;
  /** By their names. */
  readonly topics: ReadonlyMap<string, FetchTopic>;
}
