import { MemoryStorage } from "../../../../adapters/memory.ts";
import { RestResource } from "../../../../core/rest/_rest_resource.ts";
import { ROUTES } from "../../../../core/rest/routes/_routes.ts";
import type { PutChange } from "../../../../core/storage/storage.ts";
import { ProcessVariables } from "../../../../core/variables/process_variables.ts";
import { Turns } from "../../../../server/testing/_turns.ts";
import { EngineClock } from "../../../../server/testing/clock/_engine_clock.ts";
import { externalTaskRoutes } from "../../../../server/testing/external_tasks/_external_task_routes.ts";
import { ExternalTasks } from "../../../../server/testing/external_tasks/_external_tasks.ts";
import type { ExternalTask } from "../../../../server/testing/external_tasks/external_task.ts";
import type { NewTask } from "../../../../server/testing/external_tasks/tasks/_task.ts";
import { instanceRoutes } from "../../../../server/testing/instances/_instance_routes.ts";
import { Instances, type NewInstance } from "../../../../server/testing/instances/_instances.ts";
import { scopedRoutes } from "../../../../server/testing/scopes/_scoped_routes.ts";
import { Scopes } from "../../../../server/testing/scopes/_scopes.ts";
import { fromAsync } from "../../../support/from_async.ts";

/** A request to a {@linkcode TaskEngine}, its path below that of the REST API. */
export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** Its answer. Names of headers are in lower case. */
export interface ReceivedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** External tasks with what they are part of, without hosts, journal and faults. */
export class TaskEngine {
  readonly clock = new EngineClock();
  readonly instances = new Instances();
  readonly turns = new Turns();
  readonly tasks: ExternalTasks;
  readonly #scopes: Scopes;
  readonly #resource: RestResource;

  constructor() {
    const { clock, instances, turns } = this;
    const shared = keep();
    const scopes = new Scopes(instances, shared, keep());
    const tasks = new ExternalTasks({ clock, instances, turns, scopes });
    this.tasks = tasks;
    this.#scopes = scopes;
    this.#resource = new RestResource({ variables: shared.variables }, () => {}, [
      ...externalTaskRoutes(tasks),
      ...instanceRoutes(instances, async (instance) => {
        tasks.instanceEnded(instance);
        for (const id of [...instance.executions, instance.id]) await scopes.clear(id);
        instances.delete(instance);
      }),
      ...scopedRoutes(ROUTES, scopes),
    ]);
  }

  /** Adds a task to an instance, which is made if there is none of this id. */
  add(
    { id = crypto.randomUUID(), isSeeded = false, ...rest }: Partial<NewInstance>,
    task: Omit<NewTask, "instance">,
    variables: readonly PutChange[] = [],
    localVariables: readonly PutChange[] = [],
  ): ExternalTask {
    const instance = this.instances.get(id) ?? this.instances.add({ id, isSeeded, ...rest });
    const added = this.tasks.add({ ...task, instance });
    void this.turns.run(async () => {
      await this.#scopes.set(added.executionId, variables, localVariables);
      this.tasks.announce(added);
    });
    return added.handle;
  }

  /** Sends a request. */
  async send({ method, path, headers = {}, body }: SentRequest): Promise<ReceivedAnswer> {
    const answer = await this.#resource.handle({
      method,
      target: `/engine-rest${path}`,
      header: (name) => headers[name],
      body: body === undefined ? null : Buffer.from(body),
      signal: new AbortController().signal,
    });
    const { status, body: sent = new Uint8Array(0) } = answer;
    const chunks = sent instanceof Uint8Array ? [sent] : await fromAsync(sent);
    const received = Object.entries(answer.headers).map(([name, value]) => [
      name.toLowerCase(),
      value,
    ]);
    return { status, headers: Object.fromEntries(received), body: Buffer.concat(chunks) };
  }

  /** Sends JSON. */
  post(path: string, json: unknown, method = "POST"): Promise<ReceivedAnswer> {
    const headers = { "content-type": "application/json" };
    return this.send({ method, path, headers, body: JSON.stringify(json) });
  }

  /** Waits until each request that was sent is answered, or waits for tasks. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    await this.turns.idle();
  }
}

function keep() {
  const storage = new MemoryStorage();
  return { storage, variables: new ProcessVariables({ storage }) };
}
