import { bodies, type Request } from "./request.ts";

const TASK = "POST /external-task/{task1}";

/** A report of a worker to whom the task does not belong: variables are looked at before. */
function report(body: object): object {
  return { workerId: "nobody", errorCode: "e", ...body };
}

function variable(value: unknown): object {
  return report({ variables: { a: value } });
}

function file(valueInfo: object, value: unknown = "AA=="): object {
  return variable({ type: "File", value, valueInfo });
}

/** What a worker reports, and with which variables. */
export const REPORT_REQUESTS: readonly Request[] = [
  ...bodies(`${TASK}/complete`, [
    variable({ value: 5, type: 5 }),
    variable({ value: 5, type: "integer" }),
    variable({ value: 5, type: "INTEGER" }),
    variable({ value: 1, type: "Null" }),
    variable({ value: "1.5", type: "Integer" }),
    variable({ value: 1.5, type: "Integer" }),
    variable({ value: 99_999_999_999, type: "Integer" }),
    variable({ value: "yes", type: "Boolean" }),
    variable({ value: null, type: "Integer" }),
    variable({ value: 1, type: "" }),
    variable({}),
    variable(null),
    file({ filename: "x" }, null),
    file({ filename: "x" }, 5),
    file({ filename: null }),
    file({ filename: "x", mimeType: null }),
    file({ filename: "x", encoding: null }),
    report({ variables: { a: null, b: { value: "x", type: "Nope" } } }),
    report({ variables: { b: { value: "x", type: "Nope" }, a: null } }),
    report({ localVariables: { b: { value: "x", type: "Nope" } }, variables: { c: null } }),
    report({ workerId: null }),
    report({ workerId: 5 }),
  ]),
  ...bodies(
    `${TASK}/complete`,
    [
      variable({ value: "x", type: "Object" }),
      variable({ value: 5, type: "Number" }),
      variable({ value: 5, type: "Integer", valueInfo: { transient: "yes" } }),
      file({ filename: "" }),
      file({ filename: 5 }),
      file({ filename: "x", mimeType: "nope" }),
      file({ filename: "x" }, "%%"),
      variable({ value: [1], type: "String" }),
      variable({ value: { a: 1 }, type: "Integer" }),
      variable({ value: true, type: "Bytes" }),
      variable({ value: 1e20 }),
      report({ variables: { "": { value: 1 } } }),
    ],
    "refusedValues",
  ),
  ...bodies(`${TASK}/complete`, [
    variable({ value: 5, type: {} }),
    variable({ value: 5, valueInfo: 5 }),
    ...[5, [], "", true].map(variable),
    report({ variables: { b: { value: "x", type: "Nope" } }, localVariables: "x" }),
    report({ variables: [] }),
  ]),
  ...bodies(`${TASK}/failure`, [
    report({ workerId: null, retries: -1, retryTimeout: -1 }),
    report({ retries: -1, retryTimeout: -1 }),
    report({ retryTimeout: -1 }),
    report({ retries: "", retryTimeout: "" }),
    report({ retries: "null" }),
    { workerId: "w", errorMessage: "m", errorDetails: "", retries: 1, retryTimeout: 60_000 },
  ]),
  { request: "GET /external-task/{task1}/errorDetails" },
  ...bodies(`${TASK}/failure`, [
    { workerId: "w", errorDetails: "dü", retries: 1, retryTimeout: 60_000 },
  ]),
  ...["*/*", "text/html", "text/*", "application/json, text/plain;q=0.5"].map((accept) => ({
    request: "GET /external-task/{task1}/errorDetails",
    headers: { accept },
  })),
  ...bodies(`${TASK}/bpmnError`, [
    report({ workerId: null, errorCode: null }),
    report({ errorCode: null }),
    report({ errorCode: "" }),
    report({ errorCode: 5 }),
    { workerId: "w", errorCode: "" },
  ]),
  ...bodies(`${TASK}/lock`, [
    { workerId: "w" },
    { lockDuration: "" },
    { workerId: "w2", lockDuration: 5 },
  ]),
  ...bodies(`${TASK}/extendLock`, [
    {},
    { newDuration: 1.9 },
    { workerId: "w2", newDuration: 1 },
    { workerId: "w", newDuration: "60000" },
  ]),
  ...["complete", "failure", "bpmnError", "lock", "extendLock"].flatMap((name) => [
    { request: `${TASK}/${name}`, body: "null" },
    { request: `${TASK}/${name}`, body: "{}", headers: { "content-type": "text/plain" } },
    { request: `${TASK}/${name}`, body: "", headers: { "content-type": "text/plain" } },
    {
      request: `${TASK}/${name}`,
      body: "{}",
      headers: { accept: "text/html", "content-type": "application/json" },
    },
  ]),
];
