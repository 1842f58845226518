import { MemoryStorage } from "../../../../adapters/memory.ts";
import type { JsonValue } from "../../../../core/json/json_value.ts";
import type { PutChange } from "../../../../core/storage/storage.ts";
import { ProcessVariables } from "../../../../core/variables/process_variables.ts";
import { Members } from "../../../../server/testing/external_tasks/requests/_members.ts";
import {
  readVariables,
  variablesInJson,
} from "../../../../server/testing/external_tasks/requests/_read_variables.ts";
import type { TaskEngine } from "./_task_engine.ts";
import type { Bindings } from "./bindings.ts";
import { type GivenTask, numberOf, optionalText, type Scenario } from "./recorded_scenarios.ts";

const SERVICE = new ProcessVariables({ storage: new MemoryStorage() });
const SHIP = { topicName: "ship", activityId: "t1" };

/** Does what was done before the first step of a scenario; tasks that come later are not added. */
export async function setUp(
  { id, tasks }: Scenario,
  engine: TaskEngine,
  bindings: Bindings,
): Promise<void> {
  if (id === "poll/disconnect") pollAndGo(engine);
  await engine.settle();
  for (const task of tasks) {
    if (task.atMs === undefined) await addGiven(task, engine, bindings);
  }
  if (id === "fetch/tenants") engine.add({ tenantId: "acme", businessKey: "of acme" }, SHIP);
  if (id === "fetch/version-tag") engine.add({ versionTag: "v1.2" }, SHIP);
  if (id === "complete/multi-instance") await addItems(engine);
  await engine.settle();
}

/** Adds a task that was given. */
export async function addGiven(
  { members }: GivenTask,
  engine: TaskEngine,
  bindings: Bindings,
): Promise<void> {
  const [task = "", instance = "", execution = ""] = [
    "task",
    "processInstanceId",
    "executionId",
  ].map((name) => optionalText(members, name));
  const known = bindings.fill(instance);
  const added = engine.add(
    {
      ...(known !== instance && { id: known }),
      businessKey: optionalText(members, "businessKey") ?? null,
    },
    {
      activityId: "t1",
      topicName: optionalText(members, "topicName") ?? "",
      priority: numberOf(members, "priority"),
      retries: numberOf(members, "retries") ?? null,
      extensionProperties: textsOf(members.get("extensionProperties")),
    },
    await changesOf(members, "variables"),
    await changesOf(members, "localVariables"),
  );
  bindings.bind(task, added.id);
  bindings.bind(instance, added.processInstanceId);
  bindings.bind(execution, added.executionId);
}

/** A worker that waits for tasks, and whose client goes away. */
function pollAndGo(engine: TaskEngine): void {
  const topics = [{ topicName: "ship", lockDuration: 60_000 }];
  const wanted = { workerId: "worker2", maxTasks: 10, asyncResponseTimeout: 5_000, topics };
  void engine.post("/external-task/fetchAndLock", wanted);
}

/** The tasks of an activity that is done twice at once. */
async function addItems(engine: TaskEngine): Promise<void> {
  const id = crypto.randomUUID();
  const counts = { nrOfInstances: 2, nrOfActiveInstances: 2, nrOfCompletedInstances: 0 };
  const items = [0, 1].map((loopCounter) => {
    const members = Object.entries({ ...counts, loopCounter }).map(
      ([name, value]) => [name, new Map([["value", { lexeme: `${value}` }]])] as const,
    );
    return changesOf(new Map([["all", new Map(members)]]), "all");
  });
  // At once, so that they have the same time.
  for (const local of await Promise.all(items)) engine.add({ id }, SHIP, [], local);
}

function changesOf(
  members: ReadonlyMap<string, JsonValue>,
  name: string,
): Promise<readonly PutChange[]> {
  return readVariables(variablesInJson(new Members(members), name), SERVICE);
}

function textsOf(value: JsonValue | undefined): Readonly<Record<string, string>> {
  if (!(value instanceof Map)) return {};
  return Object.fromEntries([...value].map(([name, text]) => [name, String(text)]));
}
