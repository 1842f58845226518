import { startTestEngine } from "../../../../server/testing/mod.ts";
import { whyLeftOut } from "./left_out.ts";
import type { Scenario } from "./recorded_scenarios.ts";
import { replayScenario, type StepComparison } from "./replay_scenario.ts";

/** Replays all scenarios that can be replayed on one engine, which is reset after each. */
export async function replayScenarios(scenarios: readonly Scenario[]): Promise<StepComparison[]> {
  const engine = await startTestEngine({ objects: "Object" });
  const comparisons: StepComparison[] = [];
  for (const scenario of scenarios) {
    if (whyLeftOut(scenario) !== undefined) continue;
    comparisons.push(...(await replayScenario(scenario, engine)));
    await engine.reset();
  }
  await engine.close();
  return comparisons;
}
