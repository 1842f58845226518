import { differs, fetch, get, lock, ONE, post, TASK } from "../steps.ts";
import type { GivenInstance, TaskCase } from "../task_case.ts";

const INSTANCE = "/process-instance/{instance1}/variables";
const MERGED = "/process-instance/{execution1}/variables";
const OWN = "/execution/{execution1}/localVariables";
const SHARED = "/execution/{instance1}/localVariables";

/** Variables that are stored, by what is special about them. */
const STORED: Readonly<Record<string, string>> = {
  String: '{"value":"a ü \\" \\n","type":"String"}',
  "empty String": '{"value":"","type":"String"}',
  "null String": '{"value":null,"type":"String"}',
  "no type": '{"value":"a"}',
  "null type": '{"value":"a","type":null}',
  "number without type": '{"value":5}',
  "long without type": '{"value":5000000000}',
  "fraction without type": '{"value":5.5}',
  "boolean without type": '{"value":true}',
  "null without type": '{"value":null}',
  nothing: "{}",
  Boolean: '{"value":true,"type":"Boolean"}',
  "Boolean in text": '{"value":"true","type":"Boolean"}',
  Short: '{"value":-32768,"type":"Short"}',
  Integer: '{"value":2147483647,"type":"Integer"}',
  "Integer in text": '{"value":"7","type":"Integer"}',
  Long: '{"value":9223372036854775807,"type":"Long"}',
  "long in lower case": '{"value":9,"type":"long"}',
  Double: '{"value":1.5,"type":"Double"}',
  "whole Double": '{"value":1,"type":"Double"}',
  "Double in text": '{"value":"-2.5","type":"Double"}',
  Date: '{"value":"2030-01-31T12:00:00.000+0000","type":"Date"}',
  "Date elsewhere": '{"value":"2030-01-31T12:00:00.123+0530","type":"Date"}',
  Null: '{"value":null,"type":"Null"}',
  Bytes: '{"value":"aGVsbG8=","type":"Bytes"}',
  "empty Bytes": '{"value":"","type":"Bytes"}',
  "null Bytes": '{"value":null,"type":"Bytes"}',
  File: '{"value":"aGVsbG8=","type":"File","valueInfo":{"filename":"a b.txt","mimeType":"text/plain","encoding":"UTF-8"}}',
  "file in lower case":
    '{"value":"aGVsbG8=","type":"file","valueInfo":{"filename":"a","mimetype":"text/plain"}}',
  "File without type": '{"value":"aGVsbG8=","type":"File","valueInfo":{"filename":"a.bin"}}',
  "unknown valueInfo": '{"value":"a","type":"String","valueInfo":{"unknown":1}}',
  "null valueInfo": '{"value":"a","type":"String","valueInfo":null}',
  "not transient": '{"value":"a","type":"String","valueInfo":{"transient":false}}',
  transient: '{"value":"a","type":"String","valueInfo":{"transient":true}}',
  "unknown members": '{"value":"a","type":"String","name":"b","local":true}',
};

/** An Object that an engine keeps only with Spin, as it does a Json. */
const OBJECT = {
  Object:
    '{"value":"[1,2]","type":"Object","valueInfo":{"objectTypeName":"java.util.ArrayList<java.lang.Integer>","serializationDataFormat":"application/json"}}',
};

/** Variables that are refused, or read in a way of their own. */
const WRONG: readonly string[] = [
  "null",
  '"a"',
  "1",
  "[]",
  '{"type":""}',
  '{"type":" "}',
  '{"value":1,"type":"Number"}',
  '{"value":1,"type":"none"}',
  '{"value":1,"type":4}',
  '{"value":1,"type":["String"]}',
  '{"value":"x","type":"Integer"}',
  '{"value":1.5,"type":"Integer"}',
  '{"value":2147483648,"type":"Integer"}',
  '{"value":true,"type":"Integer"}',
  '{"value":40000,"type":"Short"}',
  '{"value":"x","type":"Boolean"}',
  '{"value":1,"type":"Boolean"}',
  '{"value":"x","type":"Date"}',
  '{"value":1,"type":"Date"}',
  '{"value":"2030-01-31","type":"Date"}',
  '{"value":"x","type":"Double"}',
  '{"value":1,"type":"Bytes"}',
  '{"value":"aGVsbG8=","type":"File"}',
  '{"value":"aGVsbG8=","type":"File","valueInfo":{}}',
  '{"value":"aGVsbG8=","type":"File","valueInfo":{"filename":null}}',
  '{"value":null,"type":"File","valueInfo":{"filename":"a"}}',
  '{"value":1,"type":"File","valueInfo":{"filename":"a"}}',
  '{"value":"a","type":"String","valueInfo":[]}',
  '{"value":"a","type":"String","valueInfo":"x"}',
  '{"value":"a","type":"Object","valueInfo":{}}',
  '{"value":"a","type":"Object","valueInfo":{"serializationDataFormat":"application/json"}}',
];

/** Containers that are no objects of variables. */
const CONTAINERS = ["null", "[]", '"x"', "1", "true", "{}"];

const SCOPED: readonly GivenInstance[] = [
  {
    variables: {
      a: { type: "Integer", value: 1 },
      b: { type: "String", value: "shared" },
    },
    tasks: [
      {
        localVariables: {
          b: { type: "String", value: "own" },
          c: { type: "Boolean", value: true },
        },
      },
      { localVariables: { b: { type: "Integer", value: 2 } } },
    ],
  },
];

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
