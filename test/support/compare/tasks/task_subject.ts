import { randomUUID } from "node:crypto";
import type { TestEngine } from "../../../../server/testing/mod.ts";
import type { Send, WireRequest } from "../../../server/_client.ts";

/** An engine, or the double, to which cases are sent. */
export interface TaskSubject {
  /** Sends a request, its path below that of the REST API. */
  send(request: WireRequest): Promise<SubjectAnswer>;
  /** Makes two tasks of a topic, and tells the ids. */
  begin(topic: string): Promise<readonly TaskIds[]>;
  /** Takes away what `begin` has made. */
  end(): Promise<void>;
}

export interface SubjectAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export interface TaskIds {
  readonly task: string;
  readonly instance: string;
  readonly execution: string;
}

const JSON_TYPE = { "content-type": "application/json" };
/** The business keys of the two instances. */
const KEYS = ["bk1", "bk2"];
const VARIABLES = {
  n: { type: "Integer", value: 4 },
  s: { type: "String", value: "abc" },
  z: { type: "String", value: null },
  u: { type: "Null", value: null },
  d: { type: "Double", value: 2.5 },
  l: { type: "Long", value: 4 },
  b: { type: "Boolean", value: true },
};

/** The double as a subject. */
export function doubleSubject(engine: TestEngine): TaskSubject {
  return {
    async send({ method = "GET", path, headers = {}, body }) {
      const response = await engine.fetch(`/engine-rest${path}`, {
        method,
        headers,
        ...(typeof body === "string" && { body: Buffer.from(body) }),
      });
      const contentType = response.headers.get("content-type") ?? "";
      return { status: response.status, contentType, body: await response.text() };
    },
    async begin(topicName) {
      return KEYS.map((businessKey) => {
        const { id, processInstanceId, executionId } = engine.addExternalTask({
          topicName,
          businessKey,
          activityId: "t1",
          processDefinitionKey: topicName,
          variables: VARIABLES,
        });
        return { task: id, instance: processInstanceId, execution: executionId };
      });
    },
    end: () => engine.reset(),
  };
}

/** A running engine as a subject. */
export function engineSubject(send: Send): TaskSubject {
  let deployment = "";
  async function ask(request: WireRequest): Promise<SubjectAnswer> {
    const { status, headers, body } = await send(request);
    return { status, contentType: headers["content-type"] ?? "", body: `${body}` };
  }
  async function read(request: WireRequest) {
    const { status, body } = await ask(request);
    if (status === 200) return JSON.parse(body);
    throw new Error(`the engine answers ${status} to ${request.path}: ${body.slice(0, 200)}`);
  }
  return {
    send: ask,
    async begin(topic) {
      ({ id: deployment } = await read(deploy(topic)));
      const made: TaskIds[] = [];
      for (const businessKey of KEYS) {
        const { id: instance } = await read({
          method: "POST",
          path: `/process-definition/key/${topic}/start`,
          headers: JSON_TYPE,
          body: JSON.stringify({ businessKey, variables: VARIABLES }),
        });
        const [task] = await read({ path: `/external-task?processInstanceId=${instance}` });
        made.push({ task: task.id, instance, execution: task.executionId });
      }
      return made;
    },
    async end() {
      await ask({ method: "DELETE", path: `/deployment/${deployment}?cascade=true` });
    },
  };
}

/** Deploys a process that has one external task of this topic, and whose key is the topic, too. */
function deploy(topic: string): WireRequest {
  const process = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="varpost">
  <process id="${topic}" isExecutable="true" camunda:historyTimeToLive="1">
    <startEvent id="start"/>
    <sequenceFlow id="f1" sourceRef="start" targetRef="t1"/>
    <serviceTask id="t1" camunda:type="external" camunda:topic="${topic}"/>
    <sequenceFlow id="f2" sourceRef="t1" targetRef="end"/>
    <endEvent id="end"/>
  </process>
</definitions>`;
  const boundary = randomUUID();
  const part = (disposition: string, content: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`;
  const body = `${part('name="deployment-name"', topic)}${part('name="p.bpmn"; filename="p.bpmn"', process)}--${boundary}--\r\n`;
  const headers = { "content-type": `multipart/form-data; boundary=${boundary}` };
  return { method: "POST", path: "/deployment/create", headers, body };
}
