import { FETCH, get, lock, ONE, TASK } from "../steps.ts";
import type { TaskCase, TaskStep } from "../task_case.ts";
import { OPERATIONS, pathOf } from "./operations.ts";

type Headers = Readonly<Record<string, string>>;

const JSON_TYPE: Headers = { "content-type": "application/json" };

const ALL = [
  ...OPERATIONS.map((operation) => ({ ...operation, path: pathOf(operation) })),
  { name: "unlock", method: "POST", path: `${TASK}/unlock`, body: {} },
  {
    name: "fetchAndLock",
    method: "POST",
    path: FETCH,
    body: { workerId: "w", maxTasks: 1, topics: [{ topicName: "ship", lockDuration: 60_000 }] },
  },
  { name: "list", method: "POST", path: "/external-task", body: { topicName: "ship" } },
  { name: "count", method: "POST", path: "/external-task/count", body: { topicName: "ship" } },
  {
    name: "retries of many",
    method: "PUT",
    path: "/external-task/retries",
    body: { retries: 2, externalTaskIds: ["{task1}"] },
  },
];

/** Bodies that are no JSON object. */
const BODIES: readonly (readonly [body: string | undefined, headers: Headers])[] = [
  [undefined, {}],
  [undefined, JSON_TYPE],
  ["", JSON_TYPE],
  ["null", JSON_TYPE],
  [" \n", JSON_TYPE],
  ["[]", JSON_TYPE],
  ['"w"', JSON_TYPE],
  ["1", JSON_TYPE],
  ["true", JSON_TYPE],
  ["{", JSON_TYPE],
  ["{}x", JSON_TYPE],
  ["{'workerId':'w'}", JSON_TYPE],
  ['{"workerId":"w",}', JSON_TYPE],
  ['{"workerId":NaN}', JSON_TYPE],
  ["\ufeff{}", JSON_TYPE],
  ["{}", JSON_TYPE],
  ['{"unknown":1}', JSON_TYPE],
];

/** What the operation takes, under other content types. */
const TYPES: readonly Headers[] = [
  {},
  { "content-type": "text/plain" },
  { "content-type": "application/x-www-form-urlencoded" },
  { "content-type": "application/vnd.camunda+json" },
  { "content-type": "application/*" },
  { "content-type": "*/*" },
  { "content-type": "json" },
];

const ACCEPTS = ["text/html", "application/json;q=0", "text/plain, application/json;q=0.1", "*/*"];

/** Whatever comes as the body, each operation refuses it in the same way; and content types, methods and paths. */
export const BODY_CASES: readonly TaskCase[] = [
  ...ALL.map(
    ({ name, method, path }): TaskCase => ({
      name: `bodies: ${name}`,
      given: ONE,
      steps: [
        lock(),
        ...BODIES.map(([body, headers]) => ({ ...step(method, path, headers), ...bodyOf(body) })),
        get(),
      ],
    }),
  ),
  ...ALL.map(
    ({ name, method, path, body }): TaskCase => ({
      name: `content types: ${name}`,
      given: ONE,
      steps: [
        lock(),
        ...TYPES.map((headers) => ({ ...step(method, path, headers), body: JSON.stringify(body) })),
        get(),
        ...["Application/JSON ; charset=utf-8"].map((type) => ({
          ...step(method, path, { "content-type": type }),
          body: JSON.stringify(body),
        })),
        get(),
      ],
    }),
  ),
  ...ALL.map(
    ({ name, method, path, body }): TaskCase => ({
      name: `methods: ${name}`,
      given: ONE,
      steps: [
        lock(),
        ...["GET", "HEAD", "DELETE", "PATCH", method === "PUT" ? "POST" : "PUT", "OPTIONS"].map(
          (other) => ({
            ...step(other, path, other === "GET" || other === "HEAD" ? {} : JSON_TYPE),
            ...(/GET|HEAD|OPTIONS/.test(other) ? {} : { body: JSON.stringify(body) }),
          }),
        ),
        ...ACCEPTS.slice(0, 3).map((accept) => ({
          ...step(method, `${path}/x`, { ...JSON_TYPE, accept }),
          body: JSON.stringify(body),
        })),
        { ...step(method, `${path}/`, JSON_TYPE), body: JSON.stringify(body) },
        get(),
      ],
    }),
  ),
  ...ALL.filter(({ name }) => name !== "complete" && name !== "bpmnError").map(
    ({ name, method, path, body }): TaskCase => ({
      name: `accept: ${name}`,
      given: ONE,
      steps: [
        lock(),
        ...ACCEPTS.map((accept) => ({
          ...step(method, path, { ...JSON_TYPE, accept }),
          body: JSON.stringify(body),
        })),
        get(),
      ],
    }),
  ),
];

function step(method: string, path: string, headers: Headers): TaskStep {
  return { method, path, headers };
}

function bodyOf(body: string | undefined): Pick<TaskStep, "body"> {
  return body === undefined ? {} : { body };
}
