import type { Scenario } from "./scenario.ts";

/** Why scenarios, by the beginning of their id, cannot be replayed. */
const REASONS: Readonly<Record<string, string>> = {
  "auth/": "varpost has no users; nginx or the program in front of it checks passwords",
  "bpmn/": "needs tasks, executions, tenants and batches, which only a process engine has",
  "shape/error-message": "begins with a Json that is no JSON, which varpost refuses to store",
};

/** Why a scenario cannot be replayed; `undefined` if it can. */
export function whyLeftOut({ id }: Scenario): string | undefined {
  const [, reason] = Object.entries(REASONS).find(([beginning]) => id.startsWith(beginning)) ?? [];
  return reason;
}
