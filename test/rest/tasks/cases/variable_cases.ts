import { differs, fetch, get, lock, ONE, post, TASK } from "../steps.ts";
import type { TaskCase } from "../task_case.ts";
import { SCOPED } from "./scoped_instances.ts";
import { OBJECT, STORED, WRONG } from "./variable_values.ts";

const INSTANCE = "/process-instance/{instance1}/variables";
const MERGED = "/process-instance/{execution1}/variables";
const OWN = "/execution/{execution1}/localVariables";
const SHARED = "/execution/{instance1}/localVariables";

/** Containers that are no objects of variables. */
const CONTAINERS = ["null", "[]", '"x"', "1", "true", "{}"];

/** The variables as each route shows them. */
const READ_ALL = [INSTANCE, MERGED, OWN, SHARED, "/execution/{execution2}/localVariables"].map(
  (path) => get(`${path}?deserializeValues=false`),
);

/** What operations store, and how each route shows it. */
export const VARIABLE_CASES: readonly TaskCase[] = [
  ...["failure", "complete", "bpmnError"].map(
    (operation): TaskCase => ({
      name: `variables: all types by ${operation}`,
      given: [{ tasks: [{}, {}] }],
      steps: [
        lock(),
        post(`${TASK}/${operation}`, reportOf(operation, `{${members(STORED)}}`)),
        ...Object.keys(STORED).map((name) =>
          get(`${INSTANCE}/${encodeURIComponent(name)}?deserializeValue=false`),
        ),
        get(`${INSTANCE}?deserializeValues=false`),
        fetch({ topicName: "ship" }),
      ],
    }),
  ),
  {
    name: "variables: data of each type",
    given: ONE,
    steps: [
      lock(),
      post(`${TASK}/failure`, reportOf("failure", `{${members(STORED)}}`)),
      ...["String", "Bytes", "empty Bytes", "null Bytes", "File", "File without type"].map((name) =>
        get(`${INSTANCE}/${encodeURIComponent(name)}/data`),
      ),
      get(`${MERGED}/File/data`),
      get(`${SHARED}/File/data`),
      get(`${OWN}/File/data`),
      get(`${INSTANCE}/none/data`),
    ],
  },
  {
    name: "variables: all types, local",
    given: ONE,
    steps: [
      lock(),
      post(`${TASK}/failure`, `{"workerId":"w","retries":1,"localVariables":{${members(STORED)}}}`),
      ...READ_ALL.slice(0, 4),
      get(`${OWN}/File/data`),
      get(`${MERGED}/File/data`),
      get(`${INSTANCE}/File/data`),
      fetch({ localVariables: true }),
    ],
  },
  ...["failure", "complete", "bpmnError"].map(
    (operation): TaskCase => ({
      name: `variables: wrong ones in ${operation}`,
      given: ONE,
      steps: [
        lock(),
        ...WRONG.map((wrong) =>
          post(`${TASK}/${operation}`, reportOf(operation, `{"x":${wrong}}`, "other")),
        ),
        ...CONTAINERS.map((container) =>
          post(`${TASK}/${operation}`, reportOf(operation, container, "other")),
        ),
        differs(
          "emptyVariableName",
          post(`${TASK}/${operation}`, reportOf(operation, '{"":{"value":1}}', "other")),
        ),
        get(`${INSTANCE}?deserializeValues=false`),
      ],
    }),
  ),
  {
    name: "variables: wrong local ones",
    given: ONE,
    steps: [
      lock(),
      ...WRONG.map((wrong) =>
        post(`${TASK}/failure`, `{"workerId":"other","localVariables":{"x":${wrong}}}`),
      ),
      ...CONTAINERS.map((container) =>
        post(`${TASK}/complete`, `{"workerId":"other","localVariables":${container}}`),
      ),
      post(
        `${TASK}/failure`,
        '{"variables":{"x":{"type":"none"}},"localVariables":{"x":{"type":"nothing"}}}',
      ),
      post(`${TASK}/failure`, '{"localVariables":{"x":{"type":"nothing"}}}'),
      post(
        `${TASK}/complete`,
        '{"variables":{"a":{"value":1},"x":{"type":"none"}},"workerId":"w"}',
      ),
      get(`${INSTANCE}?deserializeValues=false`),
    ],
  },
  ...["failure", "complete", "bpmnError"].map(
    (operation): TaskCase => ({
      name: `variables: scopes in ${operation}`,
      given: SCOPED,
      steps: [
        ...READ_ALL,
        lock(),
        post(
          `${TASK}/${operation}`,
          reportOf(
            operation,
            '{"a":{"value":10},"b":{"value":"new"},"c":{"value":false},"d":{"value":4}}',
            "w",
            '{"a":{"value":"local"},"e":{"value":5}}',
          ),
        ),
        ...READ_ALL,
        fetch(),
      ],
    }),
  ),
  {
    name: "variables: single ones of each scope",
    given: SCOPED,
    steps: [
      ...[INSTANCE, MERGED, OWN, SHARED].flatMap((path) =>
        ["a", "b", "c", "none"].map((name) => get(`${path}/${name}`)),
      ),
      { method: "DELETE", path: `${OWN}/b` },
      get(`${MERGED}/b`),
      { method: "DELETE", path: `${OWN}/a` },
      { method: "DELETE", path: `${MERGED}/c` },
      ...READ_ALL,
      post(MERGED, { modifications: { b: { value: 1 }, z: { value: 2 } }, deletions: ["a"] }),
      ...READ_ALL,
      post(OWN, { modifications: { y: { value: 1 } } }),
      post(SHARED, { modifications: { x: { value: 1 } } }),
      ...READ_ALL,
      get("/execution/none/localVariables"),
      get("/execution/none/localVariables/x"),
      get("/execution/{execution1}"),
      get("/execution/{instance1}"),
      get("/process-instance/{execution1}"),
    ],
  },
  {
    name: "variables: lists without a type",
    given: ONE,
    steps: [
      lock(),
      post(
        `${TASK}/failure`,
        '{"workerId":"w","retries":1,"variables":{"a":{"value":[1,"b"]},"o":{"value":{"c":null}}}}',
      ),
      differs("untypedObject", get(`${INSTANCE}/a?deserializeValue=false`)),
      differs("untypedObject", get(`${INSTANCE}/o?deserializeValue=false`)),
      differs("untypedObject", fetch()),
    ],
  },
  {
    name: "variables: deserialized for a worker",
    given: ONE,
    steps: [
      lock(),
      post(`${TASK}/failure`, reportOf("failure", `{${members(STORED)}}`)),
      fetch({ deserializeValues: true }),
      post(`${TASK}/unlock`, {}),
      fetch({ deserializeValues: true, variables: ["File", "Date"] }),
    ],
  },
  {
    name: "variables: an Object in JSON",
    given: [{ tasks: [{}, {}] }],
    needs: "Json",
    steps: [
      lock(),
      post(
        `${TASK}/failure`,
        reportOf("failure", `{${members(OBJECT)}}`, "w", `{${members(OBJECT)}}`),
      ),
      post(`${TASK}/failure`, reportOf("failure", "{}", "w", `{${members(OBJECT)}}`)),
      get(`${INSTANCE}/Object?deserializeValue=false`),
      get(`${OWN}/Object?deserializeValue=false`),
      get(`${INSTANCE}/Object/data`),
      fetch(),
      post(`${TASK}/unlock`, {}),
      fetch({ deserializeValues: true }),
      post(`${TASK}/complete`, reportOf("complete", `{${members(OBJECT)}}`)),
      get(`${INSTANCE}?deserializeValues=false`),
    ],
  },
  {
    name: "variables: Json deserialized for a worker",
    given: ONE,
    needs: "Json",
    steps: [
      lock(),
      post(
        `${TASK}/failure`,
        '{"workerId":"w","retries":1,"variables":{"j":{"type":"Json","value":"{\\"b\\":1}"}}}',
      ),
      differs("deserializedJson", fetch({ deserializeValues: true })),
    ],
  },
  {
    name: "variables: Json",
    given: [{ tasks: [{}, {}] }],
    needs: "Json",
    steps: [
      fetch(),
      post(
        `${TASK}/complete`,
        '{"workerId":"w","variables":{"j":{"type":"Json","value":"{\\"b\\": [1, 2.50], \\"a\\":null}"},"k":{"type":"json","value":"[]"},"n":{"type":"Json","value":null}}}',
      ),
      ...["j", "k", "n"].map((name) => get(`${INSTANCE}/${name}?deserializeValue=false`)),
      get(`${INSTANCE}?deserializeValues=false`),
      post("/external-task/{task2}/unlock", {}),
      fetch(),
    ],
  },
];

function members(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, json]) => `"${name}":${json}`)
    .join();
}

function reportOf(operation: string, variables: string, workerId = "w", local = ""): string {
  const more = { failure: '"retries":1,', bpmnError: '"errorCode":"x",' }[operation] ?? "";
  const own = local === "" || operation === "bpmnError" ? "" : `,"localVariables":${local}`;
  return `{"workerId":"${workerId}",${more}"variables":${variables}${own}}`;
}
