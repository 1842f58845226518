import { MemoryStorage } from "../../../adapters/memory.ts";
import { ProcessVariables } from "../../../core/mod.ts";
import { JSON_TYPE } from "../../rest/requests.ts";
import type { ComparedAnswer, RestCase } from "../../rest/rest_case.ts";
import { runCase } from "../../rest/run_case.ts";
import type { Send } from "../../server/_client.ts";
import { IN_PROCESS } from "../../server/_node_transports.ts";
import { knowsInstances } from "./knows_instances.ts";
import { sameAnswer } from "./same_answer.ts";

/** The result of a case. */
export interface Comparison {
  readonly restCase: RestCase;
  /** Whether there was anything to compare. */
  readonly skipped: boolean;
  /** The first request that is answered otherwise; `undefined` if none is. */
  readonly difference?: Difference;
}

/** A request that is answered otherwise. */
export interface Difference {
  readonly request: string;
  readonly ours: ComparedAnswer;
  readonly theirs: ComparedAnswer;
}

/**
 * Sends cases to an engine, and to a varpost of its own in memory.
 *
 * @param theirs Sends a request to the engine, its path below that of the REST API.
 * @param instanceId A process instance of the engine. It has no variables afterwards.
 * @param report Gets what came of each case.
 */
export async function compareCases(
  cases: readonly RestCase[],
  theirs: Send,
  instanceId: string,
  report: (comparison: Comparison) => void,
): Promise<void> {
  const types = await knownTypes(cases, theirs, instanceId);
  const resolveInstance = (await knowsInstances(theirs))
    ? (id: string) => (id === instanceId ? id : undefined)
    : undefined;
  const variables = new ProcessVariables({
    storage: new MemoryStorage(),
    ...(resolveInstance !== undefined && { resolveInstance }),
  });
  await IN_PROCESS.withServer({ variables, log: () => {} }, async ({ send }) => {
    const ours: Send = (request) => send({ ...request, path: `/engine-rest${request.path}` });
    for (const restCase of cases) {
      const skipped = restCase.needs !== undefined && !types.has(restCase.needs);
      const difference = skipped
        ? undefined
        : await compareCase(restCase, ours, theirs, instanceId);
      report({ restCase, skipped, ...(difference !== undefined && { difference }) });
    }
  });
}

async function compareCase(
  restCase: RestCase,
  ours: Send,
  theirs: Send,
  instanceId: string,
): Promise<Difference | undefined> {
  const ourAnswers = await runCase(restCase, ours, instanceId);
  const theirAnswers = await runCase(restCase, theirs, instanceId);
  for (const [index, [{ method = "GET", path }]] of restCase.steps.entries()) {
    const our = ourAnswers[index];
    const their = theirAnswers[index];
    if (our === undefined || their === undefined || sameAnswer(our, their)) continue;
    return { request: `${method} ${path}`, ours: our, theirs: their };
  }
  return undefined;
}

/** Those of the value types that cases need which the engine has. */
async function knownTypes(
  cases: readonly RestCase[],
  send: Send,
  instanceId: string,
): Promise<Set<string>> {
  const known = new Set<string>();
  const path = `/process-instance/${encodeURIComponent(instanceId)}/variables/x`;
  for (const type of new Set(cases.flatMap(({ needs }) => needs ?? []))) {
    const body = JSON.stringify({ type, value: null });
    const { status } = await send({ method: "PUT", path, headers: JSON_TYPE, body });
    if (status === 204) known.add(type);
  }
  await send({ method: "DELETE", path });
  return known;
}
