import { formatJson } from "../../../core/json/format_json.ts";
import type { JsonValue } from "../../../core/json/json_value.ts";
import type { TaskIds } from "./task_ids.ts";

type Members = ReadonlyMap<string, JsonValue>;

/** The members of a new task that was fetched, in their order. */
const FETCHED: Readonly<Record<string, JsonValue>> = {
  activityId: "task",
  activityInstanceId: "task:{uuid}",
  errorMessage: null,
  errorDetails: null,
  executionId: "{execution}",
  id: "{task}",
  lockExpirationTime: null,
  createTime: "{now}",
  processDefinitionId: "{definition}",
  processDefinitionKey: "process",
  processDefinitionVersionTag: null,
  processInstanceId: "{instance}",
  retries: null,
  suspended: false,
  workerId: null,
  topicName: "ship",
  tenantId: null,
  variables: new Map(),
  priority: { lexeme: "0" },
  businessKey: null,
  extensionProperties: new Map(),
};

const READ = Object.keys(FETCHED).filter(
  (name) => !/^(errorDetails|variables|extensionProperties)$/.test(name),
);

/** A task as its id and what it has otherwise than a new one; `undefined` if it does not have exactly the members of a task. */
export function shortTask(members: Members, ids: TaskIds): Members | undefined {
  const names = [...members.keys()].join();
  const isFetched = names === Object.keys(FETCHED).join();
  if (!isFetched && names !== READ.join()) return undefined;
  const id = members.get("id");
  const place = typeof id === "string" ? ids.placeOf(id) : undefined;
  const usual = (name: string, value: JsonValue) =>
    // Several instances may have one definition.
    ids.fill(formatJson(value)) === ids.fill(expected(FETCHED[name] ?? null, place));
  const others = [...members].filter(([name, value]) => !usual(name, value));
  return new Map([[isFetched ? "fetched" : "task", id ?? null], ...others]);
}

function expected(value: JsonValue, place: { task: number; instance: number } | undefined): string {
  return formatJson(value)
    .replace(/\{(task|execution)\}/, `{$1${place?.task}}`)
    .replace(/\{(instance|definition)\}/, `{$1${place?.instance}}`);
}
