import { setTimeout as sleep } from "node:timers/promises";
import type { GivenInstance, GivenTask, TaskStep } from "../../rest/tasks/task_case.ts";
import { activityIdOf } from "../../rest/tasks/task_defaults.ts";
import type { StartedInstance, TaskDriver } from "../../rest/tasks/task_driver.ts";
import type { Send, WireAnswer } from "../../server/_client.ts";
import { FORM_TYPE, type FormPart, form } from "../../server/_form.ts";
import { processModel } from "./process_model.ts";

const JSON_TYPE = { "content-type": "application/json" };

/** Drives a running engine: it deploys processes that have the external tasks, and deletes them at the end. */
export class EngineDriver implements TaskDriver {
  readonly #send: Send;
  /** The ids of definitions, by what was deployed. */
  readonly #definitions = new Map<string, string>();
  readonly #deployments: string[] = [];
  #instances: string[] = [];

  /** @param send Sends a request to the engine, its path below that of the REST API. */
  constructor(send: Send) {
    this.#send = send;
  }

  async start(given: GivenInstance): Promise<StartedInstance> {
    const { businessKey, variables, tasks } = given;
    const definition = await this.#definition(given);
    const started = await this.#post(`/process-definition/${definition}/start`, {
      businessKey,
      variables,
    });
    const id = textOf(started, "id");
    this.#instances.push(id);
    const list = await this.#get(`/external-task?processInstanceId=${id}`);
    const ids: string[] = [];
    for (const [index, task] of tasks.entries()) {
      const activity = activityIdOf(given, index);
      const found = list.find((each) => textOf(each, "activityId") === activity);
      ids.push(textOf(found, "id"));
      await this.#prepare(task, textOf(found, "id"), textOf(found, "executionId"));
    }
    // The next one is created at another time.
    await sleep(2);
    return { id, tasks: ids };
  }

  /** A request with its length: node:http sends none for a body of DELETE. */
  send({ method, path, headers = {}, body }: TaskStep): Promise<WireAnswer> {
    if (body === undefined) return this.#send({ method, path, headers });
    const bytes = Buffer.from(body);
    const length = { "Content-Length": `${bytes.length}` };
    return this.#send({ method, path, headers: { ...headers, ...length }, body: bytes });
  }

  settle(): Promise<void> {
    return sleep(80);
  }

  async pass(ms: number): Promise<void> {
    await sleep(ms);
  }

  now(): number {
    return Date.now();
  }

  async reset(): Promise<void> {
    for (const id of this.#instances) {
      await this.#send({ method: "DELETE", path: `/process-instance/${id}?failIfNotExists=false` });
    }
    this.#instances = [];
    for (const batch of await this.#get("/batch?type=set-external-task-retries")) {
      await this.#send({ method: "DELETE", path: `/batch/${textOf(batch, "id")}?cascade=true` });
    }
  }

  /** Whether the engine has a value type. Of a report it looks at the variables first. */
  async knows(type: string): Promise<boolean> {
    const body = JSON.stringify({ workerId: "w", variables: { x: { type, value: null } } });
    const path = "/external-task/none/complete";
    const { status } = await this.#send({ method: "POST", path, headers: JSON_TYPE, body });
    return status === 404;
  }

  /** Deletes all that was deployed. */
  async close(): Promise<void> {
    await this.reset();
    for (const id of this.#deployments) {
      await this.#send({ method: "DELETE", path: `/deployment/${id}?cascade=true` });
    }
  }

  async #definition(given: GivenInstance): Promise<string> {
    const model = processModel(given);
    const deployed = `${given.tenantId ?? ""} ${model}`;
    const known = this.#definitions.get(deployed);
    if (known !== undefined) return known;
    const parts: FormPart[] = [
      { name: "deployment-name", content: "varpost npm run compare" },
      { name: "process.bpmn", content: model, filename: "process.bpmn" },
    ];
    if (given.tenantId !== undefined) parts.push({ name: "tenant-id", content: given.tenantId });
    const deployment = jsonOf(
      await this.#send({
        method: "POST",
        path: "/deployment/create",
        headers: { "content-type": FORM_TYPE },
        body: form(...parts),
      }),
    );
    this.#deployments.push(textOf(deployment, "id"));
    const [definition] = await this.#get(
      `/process-definition?deploymentId=${textOf(deployment, "id")}`,
    );
    const id = textOf(definition, "id");
    this.#definitions.set(deployed, id);
    return id;
  }

  async #prepare(
    { retries, localVariables }: GivenTask,
    id: string,
    executionId: string,
  ): Promise<void> {
    if (retries !== undefined) {
      const body = JSON.stringify({ retries });
      const path = `/external-task/${id}/retries`;
      await this.#send({ method: "PUT", path, headers: JSON_TYPE, body });
    }
    if (localVariables === undefined) return;
    const path = `/execution/${executionId}/localVariables`;
    const body = JSON.stringify({ modifications: localVariables });
    await this.#send({ method: "POST", path, headers: JSON_TYPE, body });
  }

  async #post(path: string, json: object): Promise<unknown> {
    const body = JSON.stringify(json);
    return jsonOf(await this.#send({ method: "POST", path, headers: JSON_TYPE, body }));
  }

  async #get(path: string): Promise<readonly unknown[]> {
    const json = jsonOf(await this.#send({ path }));
    return Array.isArray(json) ? json : [];
  }
}

function jsonOf({ status, body }: WireAnswer): unknown {
  if (status === 200) return JSON.parse(body.toString());
  throw new Error(`Cannot prepare a case of external tasks: the engine answers ${status} ${body}`);
}

function textOf(value: unknown, name: string): string {
  const text = typeof value === "object" && value !== null ? Object.entries(value) : [];
  const [, found] = text.find(([key]) => key === name) ?? [];
  if (typeof found === "string") return found;
  throw new Error(`Cannot prepare a case of external tasks: the engine gives no '${name}'`);
}
