import { formatJson } from "../../../../core/json/format_json.ts";
import type { JsonValue } from "../../../../core/json/json_value.ts";
import type { TestEngine, TestValue, TestVariables } from "../../../../server/testing/mod.ts";
import type { Bindings } from "./bindings.ts";
import { type GivenTask, numberOf, optionalText, type Scenario } from "./recorded_scenarios.ts";

const SHIP = { topicName: "ship", activityId: "t1" };

/** Does what was done before the first step of a scenario; tasks that come later are not added. */
export async function setUp(
  { id, tasks }: Scenario,
  engine: TestEngine,
  bindings: Bindings,
): Promise<void> {
  if (id === "poll/disconnect") await pollAndGo(engine);
  for (const task of tasks) if (task.atMs === undefined) addGiven(task, engine, bindings);
  if (id === "fetch/tenants") {
    engine.addExternalTask({ ...SHIP, tenantId: "acme", businessKey: "of acme" });
  }
  if (id === "fetch/version-tag") {
    engine.addExternalTask({ ...SHIP, processDefinitionVersionTag: "v1.2" });
  }
  if (id === "complete/multi-instance") addItems(engine);
}

/** Adds a task that was given. */
export function addGiven({ members }: GivenTask, engine: TestEngine, bindings: Bindings): void {
  const text = (name: string) => optionalText(members, name);
  const instance = text("processInstanceId") ?? "";
  const known = bindings.fill(instance);
  const added = engine.addExternalTask({
    topicName: text("topicName") ?? "",
    activityId: "t1",
    processInstanceId: known === instance ? undefined : known,
    businessKey: text("businessKey"),
    priority: numberOf(members, "priority"),
    retries: numberOf(members, "retries"),
    variables: variablesOf(members.get("variables")),
    localVariables: variablesOf(members.get("localVariables")),
    extensionProperties: JSON.parse(formatJson(members.get("extensionProperties") ?? new Map())),
  });
  bindings.bind(text("task") ?? "", added.id);
  bindings.bind(instance, added.processInstanceId);
  bindings.bind(text("executionId") ?? "", added.executionId);
}

/** A worker waits for tasks, and its client goes away. */
async function pollAndGo(engine: TestEngine): Promise<void> {
  const topics = [{ topicName: "ship", lockDuration: 60_000 }];
  const wanted = { workerId: "worker2", maxTasks: 10, asyncResponseTimeout: 5_000, topics };
  const client = new AbortController();
  const answer = engine.fetch("/engine-rest/external-task/fetchAndLock", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(wanted),
    signal: client.signal,
  });
  await settle(engine);
  client.abort();
  await answer.catch(() => {});
}

/** Adds the tasks of an activity that is done twice at once. */
function addItems(engine: TestEngine): void {
  const processInstanceId = crypto.randomUUID();
  const counts = { nrOfInstances: 2, nrOfActiveInstances: 2, nrOfCompletedInstances: 0 };
  for (const loopCounter of [0, 1]) {
    const localVariables = { ...counts, loopCounter };
    engine.addExternalTask({ ...SHIP, processInstanceId, localVariables });
  }
}

/** Waits until each request that was sent is answered, or waits for tasks. */
export async function settle(engine: TestEngine): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  await engine.fetch("/engine-rest/external-task/count");
}

function variablesOf(value: JsonValue | undefined): TestVariables {
  if (!(value instanceof Map)) return {};
  return Object.fromEntries(
    [...value].map(([name, variable]) => [name, valueOfVariable(variable)]),
  );
}

/** A variable as the recording has it, in the words of a test. Bytes are base64 there. */
function valueOfVariable(variable: JsonValue): TestValue {
  const { type, value, valueInfo } = JSON.parse(formatJson(variable));
  if (type === undefined) return value;
  const isBytes = type === "Bytes" || type === "File";
  return { type, value: isBytes ? Buffer.from(value, "base64") : value, valueInfo };
}
