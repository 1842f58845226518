import { startTestEngine } from "../../../server/testing/start_test_engine.ts";
import type { WireAnswer } from "../../server/_client.ts";
import type { GivenInstance, TaskStep } from "./task_case.ts";
import { activityIdOf, topicOf } from "./task_defaults.ts";
import type { StartedInstance, TaskDriver } from "./task_driver.ts";

type Engine = Awaited<ReturnType<typeof startTestEngine>>;

/** Starts a double for `run`, and always closes it. */
export async function withDouble(run: (driver: TaskDriver) => Promise<void>): Promise<void> {
  const engine = await startTestEngine({ log: () => {} });
  try {
    await run(driverOf(engine));
  } finally {
    await engine.close();
  }
}

function driverOf(engine: Engine): TaskDriver {
  return {
    start: (given) => start(engine, given),
    send: (request) => send(engine, request),
    settle: async () => {
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    },
    pass: (ms) => engine.advance(ms),
    now: () => engine.now(),
    reset: () => engine.reset(),
  };
}

async function start(engine: Engine, given: GivenInstance): Promise<StartedInstance> {
  const { key, versionTag, tenantId, businessKey, variables = {}, stays = false, tasks } = given;
  const processInstanceId = crypto.randomUUID();
  if (stays) await engine.seed({ [processInstanceId]: variables });
  const added = tasks.map(({ topic: _, activityId: __, ...task }, index) =>
    engine.addExternalTask({
      ...task,
      topicName: topicOf(given, index),
      activityId: activityIdOf(given, index),
      processInstanceId,
      businessKey,
      processDefinitionKey: key,
      processDefinitionVersionTag: versionTag,
      tenantId,
      variables: index === 0 ? variables : {},
    }),
  );
  return { id: processInstanceId, tasks: added.map(({ id }) => id) };
}

async function send(engine: Engine, request: TaskStep): Promise<WireAnswer> {
  const { method, path, headers = {}, body } = request;
  // Bytes, since fetch gives texts a content type.
  const bytes = body === undefined ? null : Buffer.from(body);
  const answer = await engine.fetch(path, { method, headers, body: bytes });
  return {
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    body: Buffer.from(await answer.arrayBuffer()),
  };
}
