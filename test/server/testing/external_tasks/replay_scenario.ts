import type { JsonValue } from "../../../../core/json/json_value.ts";
import type { TestEngine } from "../../../../server/testing/mod.ts";
import { parseJson } from "../../../rest/parse_json.ts";
import { Bindings, type Span } from "./bindings.ts";
import {
  type GivenTask,
  numberOf,
  type RecordedAnswer,
  type RecordedRequest,
  type Scenario,
  type Step,
} from "./recorded_scenarios.ts";
import { addGiven, settle, setUp } from "./set_up.ts";

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

/**
 * Sends the requests of a scenario to an engine whose clock is advanced to the time of each, and compares its answers.
 *
 * @param engine An engine that holds nothing.
 */
export async function replayScenario(
  scenario: Scenario,
  engine: TestEngine,
): Promise<StepComparison[]> {
  const bindings = new Bindings();
  const begin = engine.now();
  await setUp(scenario, engine, bindings);
  const start = engine.now();
  const comparisons: Promise<StepComparison>[] = [];
  const events = eventsOf(scenario);
  for (const { at, task, step } of events) {
    await engine.advance(Math.max(0, start + at - engine.now()));
    if (task !== undefined) addGiven(task, engine, bindings);
    if (step === undefined) continue;
    const waits = timeout(step.request);
    const isLast = events.every((event) => event.at <= at);
    const comparison = replayStep(step, `${scenario.id} ${comparisons.length + 1}`);
    comparisons.push(comparison);
    await settle(engine);
    if (isLast) await engine.advance(waits);
    if (isLast || waits === 0) await comparison;
  }
  await engine.advance(Math.max(...scenario.steps.map(({ request }) => timeout(request))));
  return await Promise.all(comparisons);

  async function replayStep(step: Step, key: string): Promise<StepComparison> {
    const { request } = step;
    const isFetch = request.path === FETCH;
    const span = { begin, start: isFetch ? engine.now() : begin };
    const { method, path, headers, body } = request;
    const response = await engine.fetch(`/engine-rest${bindings.fill(path)}`, {
      method,
      headers,
      // Not as a text, for which a content type would be added.
      ...(body !== undefined && { body: Buffer.from(bindings.fill(body)) }),
    });
    const received = await receivedAnswer(response);
    const end = engine.now();
    return {
      key,
      request: `${method} ${path} ${body ?? ""}`.trimEnd(),
      status: received.status,
      answer: JSON.stringify(received, (_, value) =>
        value instanceof Map ? Object.fromEntries(value) : value,
      ),
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

async function receivedAnswer(response: Response): Promise<RecordedAnswer> {
  const { status, headers } = response;
  const contentType = headers.get("content-type")?.replaceAll(" ", "");
  const text = await response.text();
  return {
    status,
    contentType,
    disposition: headers.get("content-disposition") ?? undefined,
    body: contentType === "application/json" && text !== "" ? parseJson(text) : text,
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
