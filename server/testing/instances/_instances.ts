/** A process instance of the test engine. */
export interface Instance {
  readonly id: string;
  readonly businessKey: string | null;
  /** As in the engine: key, version and an id. */
  readonly definitionId: string;
  readonly definitionKey: string;
  readonly versionTag: string | null;
  readonly tenantId: string | null;
  /** Whether it was seeded, and so lives until it is deleted. Any other ends with its last task. */
  readonly isSeeded: boolean;
  suspended: boolean;
  /** The ids of its executions but itself: one for each external task. */
  readonly executions: Set<string>;
}

/** What is said of a new instance. */
export interface NewInstance extends Pick<Instance, "id" | "isSeeded"> {
  readonly businessKey?: string | null | undefined;
  readonly definitionKey?: string | undefined;
  readonly versionTag?: string | null | undefined;
  readonly tenantId?: string | null | undefined;
}

/** The process of which an instance is if nothing else is said. */
const DEFINITION_KEY = "process";

/** The process instances that are running, and their executions. */
export class Instances {
  readonly #instances = new Map<string, Instance>();
  /** The instance of each execution. */
  readonly #executions = new Map<string, Instance>();
  /** The ids of the versions of each definition, by tenant and key; and of each, by its tag. */
  readonly #definitions = new Map<string, Map<string | null, string>>();

  /** Adds an instance. Its id must be new. */
  add({
    businessKey = null,
    definitionKey = DEFINITION_KEY,
    versionTag = null,
    tenantId = null,
    ...rest
  }: NewInstance): Instance {
    const definitionId = this.#definitionId(definitionKey, versionTag, tenantId);
    const kind = { businessKey, definitionKey, definitionId, versionTag, tenantId };
    const instance = { ...rest, ...kind, suspended: false, executions: new Set<string>() };
    this.#instances.set(instance.id, instance);
    return instance;
  }

  /** The instance of this id; `undefined` if there is none, or it has ended. */
  get(id: string): Instance | undefined {
    return this.#instances.get(id);
  }

  /** The instances that are running, in the order in which they were added. */
  all(): Iterable<Instance> {
    return this.#instances.values();
  }

  /** The instance of an execution, which may be the instance itself; `undefined` if there is no such execution. */
  ofExecution(id: string): Instance | undefined {
    return this.#instances.get(id) ?? this.#executions.get(id);
  }

  /** Begins an execution of an instance. */
  begin(instance: Instance, executionId: string): void {
    instance.executions.add(executionId);
    this.#executions.set(executionId, instance);
  }

  /** Ends an execution. Its instance goes on. */
  end(executionId: string): void {
    this.#executions.get(executionId)?.executions.delete(executionId);
    this.#executions.delete(executionId);
  }

  /** Ends an instance and its executions. */
  delete({ id, executions }: Instance): void {
    for (const execution of executions) this.#executions.delete(execution);
    executions.clear();
    this.#instances.delete(id);
  }

  /** As in the engine, each tenant has definitions of its own, and another tag is another version. */
  #definitionId(key: string, versionTag: string | null, tenantId: string | null): string {
    const name = JSON.stringify([key, tenantId]);
    const versions = this.#definitions.get(name) ?? new Map<string | null, string>();
    const id = versions.get(versionTag) ?? `${key}:${versions.size + 1}:${crypto.randomUUID()}`;
    this.#definitions.set(name, versions.set(versionTag, id));
    return id;
  }
}
