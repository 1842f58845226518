import type { Send } from "../server/_client.ts";
import { comparedAnswer } from "./compared_answer.ts";
import { JSON_TYPE, VARIABLES } from "./requests.ts";
import { type ComparedAnswer, INSTANCE, type RestCase } from "./rest_case.ts";

/**
 * Sends the requests of a case, then deletes what variables the instance has.
 *
 * @returns The answer to each request.
 */
export async function runCase(
  { steps }: RestCase,
  send: Send,
  instanceId: string,
): Promise<ComparedAnswer[]> {
  const answers: ComparedAnswer[] = [];
  for (const [request] of steps) {
    const path = withInstance(request.path, instanceId);
    answers.push(comparedAnswer(await send({ ...request, path }), instanceId));
  }
  await clear(send, instanceId);
  return answers;
}

async function clear(send: Send, instanceId: string): Promise<void> {
  const path = withInstance(VARIABLES, instanceId);
  const { body } = await send({ path: `${path}?deserializeValues=false` });
  const deletions = Object.keys(JSON.parse(body.toString()));
  if (deletions.length === 0) return;
  const request = { method: "POST", path, headers: JSON_TYPE };
  const { status } = await send({ ...request, body: JSON.stringify({ deletions }) });
  if (status !== 204) throw new Error(`Cannot delete the variables of ${instanceId}: ${status}`);
}

function withInstance(path: string, instanceId: string): string {
  return path.replaceAll(INSTANCE, encodeURIComponent(instanceId));
}
