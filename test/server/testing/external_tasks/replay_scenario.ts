import type { JsonValue } from "../../../../core/json/json_value.ts";
import { parseJson } from "../../../rest/parse_json.ts";
import { type ReceivedAnswer, TaskEngine } from "./_task_engine.ts";
import { Bindings, type Span } from "./bindings.ts";
import {
  type GivenTask,
  numberOf,
  type RecordedAnswer,
  type RecordedRequest,
  type Scenario,
  type Step,
} from "./recorded_scenarios.ts";
import { addGiven, setUp } from "./set_up.ts";

const FETCH = "/external-task/fetchAndLock";

/** What came of one step. */
export interface StepComparison {
  /** The scenario, and the number of the step in it, from 1. */
  readonly key: string;
  /** The request as it was recorded. */
  readonly request: string;
  /** The status of the double. */
  readonly status: number;
  readonly answer: string;
  /** Where it differs from what was recorded; `undefined` if it does not. */
  readonly difference: string | undefined;
}

/** Sends the requests of a scenario to a double whose clock is advanced to the time of each, and compares its answers. */
export async function replayScenario(scenario: Scenario): Promise<StepComparison[]> {
  const engine = new TaskEngine();
  const bindings = new Bindings();
  const begin = engine.clock.now();
  await setUp(scenario, engine, bindings);
  const start = engine.clock.now();
  const comparisons: Promise<StepComparison>[] = [];
  const events = eventsOf(scenario);
  for (const { at, task, step } of events) {
    await engine.clock.advance(Math.max(0, start + at - engine.clock.now()));
    if (task !== undefined) await addGiven(task, engine, bindings);
    if (step === undefined) continue;
    const waits = timeout(step.request);
    const isLast = events.every((event) => event.at <= at);
    const comparison = replayStep(step, `${scenario.id} ${comparisons.length + 1}`);
    comparisons.push(comparison);
    await engine.settle();
    if (isLast) await engine.clock.advance(waits);
    if (isLast || waits === 0) await comparison;
  }
  await engine.clock.advance(Math.max(...scenario.steps.map(({ request }) => timeout(request))));
  const compared = await Promise.all(comparisons);
  engine.tasks.close();
  return compared;

  async function replayStep(step: Step, key: string): Promise<StepComparison> {
    const { request } = step;
    const isFetch = request.path === FETCH;
    const span = { begin, start: isFetch ? engine.clock.now() : begin };
    const answer = await engine.send(filled(request, bindings));
    const received = receivedAnswer(answer);
    const end = engine.clock.now();
    return {
      key,
      request: `${request.method} ${request.path} ${request.body ?? ""}`.trimEnd(),
      status: answer.status,
      answer: `${answer.status} ${received.contentType ?? ""} ${answer.body}`,
      difference: difference(step, received, { ...span, end }, bindings),
    };
  }
}

/** What happens in a scenario, in the order of time. What has no time comes behind what is before it. */
function eventsOf({ tasks, steps }: Scenario): readonly Event[] {
  const hasTimes = steps.some(({ atMs }) => atMs !== undefined);
  const late = tasks.flatMap((task) =>
    task.atMs === undefined ? [] : [{ at: hasTimes ? task.atMs : 0, task }],
  );
  let last = 0;
  const timed = steps.map((step): Event => {
    last = step.atMs ?? last;
    return { at: last, step };
  });
  // Sorting is stable.
  return [...late, ...timed].sort((a, b) => a.at - b.at);
}

interface Event {
  readonly at: number;
  readonly task?: GivenTask;
  readonly step?: Step;
}

function receivedAnswer({ status, headers, body }: ReceivedAnswer): RecordedAnswer {
  const contentType = headers["content-type"]?.replaceAll(" ", "");
  return {
    status,
    contentType,
    disposition: headers["content-disposition"],
    body: contentType === "application/json" ? parseJson(body) : body.toString(),
  };
}

function difference(
  { request, response: recorded }: Step,
  received: RecordedAnswer,
  span: Span,
  bindings: Bindings,
): string | undefined {
  if (recorded.status !== received.status) return "status";
  if (recorded.contentType !== received.contentType) return "content type";
  if (recorded.disposition !== received.disposition) return "disposition";
  const isUnordered = /[vV]ariables(\?|$)/.test(request.path) && recorded.status === 200;
  return bindings.compare(recorded.body, received.body, span, "$", isUnordered);
}

function filled({ body, path, ...request }: RecordedRequest, bindings: Bindings) {
  return {
    ...request,
    path: bindings.fill(path),
    body: body === undefined ? undefined : bindings.fill(body),
  };
}

/** How long a request may wait for tasks. Milliseconds. */
function timeout({ path, body }: RecordedRequest): number {
  if (path !== FETCH || body === undefined) return 0;
  let json: JsonValue;
  try {
    json = parseJson(body);
  } catch {
    return 0;
  }
  const text = json instanceof Map ? json.get("asyncResponseTimeout") : undefined;
  return (
    Math.max(
      0,
      typeof text === "string" ? Number(text) : (numberOf(json, "asyncResponseTimeout") ?? 0),
    ) || 0
  );
}
