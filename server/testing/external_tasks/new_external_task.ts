import type { TestVariables } from "../values/test_value.ts";

/** An external task that a test adds. Only the topic is needed. */
export interface NewExternalTask {
  /** The topic to which workers subscribe. */
  readonly topicName: string;
  /**
   * Id of its process instance. If there is none of this id, the task makes one, which ends with its last task; a seeded one lives on.
   * Default: a new instance with a random UUID.
   */
  readonly processInstanceId?: string | undefined;
  /** Business key of the process instance. One that exists already must have the same. Default: none. */
  readonly businessKey?: string | undefined;
  /** Key of the process definition. One that exists already must have the same. Default: `process`. */
  readonly processDefinitionKey?: string | undefined;
  /** Version tag of the process definition, as `processDefinitionKey`. Default: none. */
  readonly processDefinitionVersionTag?: string | undefined;
  /** Tenant of the process instance, as `processDefinitionKey`. Default: none. */
  readonly tenantId?: string | undefined;
  /** Variables that are set on the process instance, as plain JavaScript values. Default: none. */
  readonly variables?: TestVariables | undefined;
  /** Variables that belong to the task alone, as plain JavaScript values. Default: none. */
  readonly localVariables?: TestVariables | undefined;
  /** Id of the activity in the process. Default: `task`. */
  readonly activityId?: string | undefined;
  /** Its priority: a whole number of 64 bits. Default 0. */
  readonly priority?: number | bigint | undefined;
  /** How often it may be tried: a whole number from 0. Default: `null`, as the engine begins. */
  readonly retries?: number | null | undefined;
  /** Extension properties, of which workers see those that they ask for. Default: none. */
  readonly extensionProperties?: Readonly<Record<string, string>> | undefined;
}
