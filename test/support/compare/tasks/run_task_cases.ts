import { randomUUID } from "node:crypto";
import { FETCH_CASES } from "./fetch_cases.ts";
import { QUERY_CASES } from "./query_cases.ts";
import { REPORT_CASES } from "./report_cases.ts";
import type { TaskCase } from "./task_case.ts";
import type { SubjectAnswer, TaskSubject } from "./task_subject.ts";

/** All cases. Each group begins with two new tasks. */
export const TASK_CASES: readonly (readonly TaskCase[])[] = [
  FETCH_CASES,
  REPORT_CASES,
  QUERY_CASES,
];

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const DATE = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4}/g;
/** Operaton has the same classes in packages of its own. */
const PACKAGE = /\borg\.operaton\b/g;
const DEFINITION = /[\w{}]+:\d+:\{uuid\}/g;

/** Sends the cases of one group, and gives each answer without what is never the same twice. */
export async function runTaskCases(
  cases: readonly TaskCase[],
  subject: TaskSubject,
): Promise<readonly SubjectAnswer[]> {
  const topic = `topic_${randomUUID().slice(0, 8)}`;
  const [first, second] = await subject.begin(topic);
  if (first === undefined || second === undefined) throw new Error("There are no tasks");
  const names = new Map([
    ["{task1}", first.task],
    ["{instance1}", first.instance],
    ["{execution1}", first.execution],
    ["{task2}", second.task],
    ["{instance2}", second.instance],
    ["{topic}", topic],
  ]);
  const lock = { workerId: "w", lockDuration: 600_000 };
  const answers: SubjectAnswer[] = [];
  for (const each of [{ request: "POST /external-task/{task1}/lock", body: lock }, ...cases]) {
    const { status, contentType, body } = await subject.send(toWire(each, names));
    answers.push({ status, contentType, body: mask(body, names) });
  }
  await subject.end();
  return answers.slice(1);
}

function toWire(
  { request, body, headers }: TaskCase,
  names: ReadonlyMap<string, string>,
): Parameters<TaskSubject["send"]>[0] {
  const [method = "", path = ""] = fill(request, names).split(" ");
  const json = body === undefined ? {} : { "content-type": "application/json" };
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return {
    method,
    path,
    headers: headers ?? json,
    ...(text !== undefined && { body: fill(text, names) }),
  };
}

function fill(text: string, names: ReadonlyMap<string, string>): string {
  return [...names].reduce((filled, [name, value]) => filled.replaceAll(name, value), text);
}

function mask(text: string, names: ReadonlyMap<string, string>): string {
  const named = [...names].reduce((masked, [name, value]) => masked.replaceAll(value, name), text);
  const plain = named.replaceAll(UUID, "{uuid}").replaceAll(DATE, "{date}");
  return plain.replaceAll(DEFINITION, "{definition}").replaceAll(PACKAGE, "org.camunda");
}
