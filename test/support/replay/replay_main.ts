/**
 * Sends the queries that were recorded on an engine to varpost on each storage, and what was recorded of external tasks to the double,
 * and prints how many are answered in the same way, and each that is answered otherwise without a word about it, or no longer
 * otherwise.
 *
 * npm run test:replay
 */
import { findDifference } from "../../rest/find_difference.ts";
import { isExpected, type QueryComparison } from "../../rest/queries/compare_answers.ts";
import { whyLeftOut } from "../../rest/queries/left_out.ts";
import { replay } from "../../rest/queries/replay.ts";
import { recordedScenarios, type Scenario } from "../../rest/queries/scenario.ts";
import { STORAGES } from "../../server/_storages.ts";
import { replayTasks } from "./replay_tasks.ts";

const scenarios = recordedScenarios();
const replayed = scenarios.filter((each) => whyLeftOut(each) === undefined);
console.log(`recorded: ${counted(scenarios)}; replayed: ${counted(replayed)}`);
for (const scenario of scenarios) {
  const reason = whyLeftOut(scenario);
  if (reason !== undefined) console.log(`left out: ${scenario.id}: ${reason}`);
}
console.log("\n| storage | equal | different on purpose | unexplained |");
console.log("| --- | ---: | ---: | ---: |");
const wrong: string[] = [];
const documented = new Map<string, number>();
for (const [name, withStorage] of STORAGES) {
  await withStorage(async (storage) => {
    const comparisons = await replay(scenarios, storage);
    const expected = comparisons.filter(isExpected);
    const different = expected.filter(({ isSame }) => !isSame);
    const unexplained = comparisons.filter((each) => !isExpected(each));
    const equal = expected.length - different.length;
    console.log(`| ${name} | ${equal} | ${different.length} | ${unexplained.length} |`);
    wrong.push(...unexplained.map((each) => `${name}: ${describe(each)}`));
    documented.clear();
    for (const { known } of different) {
      const where = known === undefined ? "" : findDifference(known.id);
      documented.set(where, (documented.get(where) ?? 0) + 1);
    }
  });
}
console.log("\ndifferent on purpose:");
for (const [where, count] of documented) console.log(`${`${count}`.padStart(4)}  ${where}`);
const tasks = await replayTasks();
console.log("\nexternal tasks");
for (const line of tasks.lines) console.log(line);
wrong.push(...tasks.wrong);
for (const text of wrong) console.log(`\n${text}`);
process.exitCode = wrong.length === 0 ? 0 : 1;

function counted(counted: readonly Scenario[]): string {
  const exchanges = counted.flatMap((each) => each.exchanges);
  return `${counted.length} scenarios, ${exchanges.length} requests`;
}

function describe({ key, request, ours, theirs, known }: QueryComparison): string {
  const expected = known === undefined ? "not known" : `documented, with ${known.status}`;
  return `${key} [${request}]: ${expected}\n  varpost ${JSON.stringify(ours)}\n  engine  ${JSON.stringify(theirs)}`;
}
