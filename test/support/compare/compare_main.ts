/**
 * Sends the cases of `test/rest/cases`, the queries of `test/rest/queries` and the cases about external tasks of `test/rest/tasks` to an
 * engine and to varpost, and prints which are answered otherwise. Exit code 1 if a difference is not in the documentation.
 */
import { execSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { REST_CASES } from "../../rest/cases/all.ts";
import type { DifferenceId } from "../../rest/differences.ts";
import { findDifference } from "../../rest/find_difference.ts";
import type { QueryComparison } from "../../rest/queries/compare_answers.ts";
import { recordedScenarios } from "../../rest/queries/scenario.ts";
import type { ComparedAnswer } from "../../rest/rest_case.ts";
import { TASK_CASES } from "../../rest/tasks/cases/all.ts";
import { requestLine } from "../../rest/tasks/recorded_answers.ts";
import type { TaskComparison } from "../../rest/tasks/task_differences.ts";
import type { Send } from "../../server/_client.ts";
import { type Comparison, compareCases } from "./compare_cases.ts";
import { compareQueries } from "./compare_queries.ts";
import { compareTasks, whyNoTasks } from "./compare_tasks.ts";
import { remote } from "./remote.ts";

const USAGE = `npm run compare -- BASE_URL [--instance-command CMD] [--only TEXT]

  BASE_URL                the REST API, such as http://localhost:8080/engine-rest; https and user:password@ are fine
  --instance-command CMD  starts a process instance and prints its id; they have no variables afterwards, or are deleted
  --only TEXT             the cases and queries whose name holds this`;

const { values, positionals } = parseArgs({
  options: { "instance-command": { type: "string" }, only: { type: "string", default: "" } },
  allowPositionals: true,
});
const [base] = positionals;
if (base === undefined || positionals.length > 1 || !/^https?:/.test(base)) {
  console.error(USAGE);
  process.exit(2);
}

const { "instance-command": command, only } = values;
const engine = remote(new URL(base));
const cases = REST_CASES.filter(({ name }) => name.includes(only));
const counts = { equal: 0, documented: 0, unknown: 0, skipped: 0 };
const queries = recordedScenarios().filter(({ id }) => id.includes(only));
const queryCounts = { equal: 0, documented: 0, unknown: 0 };
const taskCases = TASK_CASES.filter(({ name }) => name.includes(only));
const taskCounts = { equal: 0, documented: 0, unknown: 0, skipped: 0 };
let noTasks: string | undefined;
try {
  const instanceId = await findInstance(engine.send);
  await compareCases(cases, engine.send, instanceId, printCase);
  await compareQueries(queries, engine.send, startInstance, printQuery);
  noTasks = await whyNoTasks(engine.send);
  if (noTasks === undefined) await compareTasks(taskCases, engine.send, printTasks);
} catch (error) {
  console.error(`Cannot compare: ${error instanceof Error ? error.message : error}`);
  process.exit(2);
} finally {
  engine.close();
}
console.log(
  `${cases.length} cases: ${counted(counts)}, ${counts.skipped} skipped, since the engine does not have their value type`,
);
const exchanges = queryCounts.equal + queryCounts.documented + queryCounts.unknown;
if (exchanges > 0) console.log(`${exchanges} requests of queries: ${counted(queryCounts)}`);
const asked = taskCounts.equal + taskCounts.documented + taskCounts.unknown;
if (taskCases.length > 0) {
  console.log(
    noTasks === undefined
      ? `${asked} requests in ${taskCases.length} cases of external tasks: ${counted(taskCounts)}, ${taskCounts.skipped} cases skipped`
      : `No cases of external tasks: ${noTasks}`,
  );
}
process.exitCode = counts.unknown + queryCounts.unknown + taskCounts.unknown === 0 ? 0 : 1;

function counted({ equal, documented, unknown }: typeof queryCounts): string {
  return `${equal} equal, ${documented} different as documented, ${unknown} not known`;
}

function startInstance(): string {
  return command === undefined ? `compare-${randomUUID()}` : execSync(command).toString().trim();
}

async function findInstance(send: Send): Promise<string> {
  const id = startInstance();
  const { status } = await send({
    path: `/process-instance/${encodeURIComponent(id)}/variables?deserializeValues=false`,
  });
  if (status === 200) return id;
  throw new Error(
    `the engine answers ${status} to a read of the variables of the process instance '${id}'; give an --instance-command that prints the id of one that is running`,
  );
}

function printCase({ restCase, skipped, difference }: Comparison): void {
  if (skipped) {
    counts.skipped++;
  } else if (difference === undefined) {
    counts.equal++;
  } else {
    counts[restCase.differs === undefined ? "unknown" : "documented"]++;
    const { request, ours, theirs } = difference;
    print(
      `${shorten(restCase.name)} [${shorten(request)}]`,
      show(ours),
      show(theirs),
      restCase.differs,
    );
  }
}

function printQuery({ key, request, ours, theirs, isSame, known }: QueryComparison): void {
  if (isSame) {
    queryCounts.equal++;
  } else {
    queryCounts[known === undefined ? "unknown" : "documented"]++;
    print(`${key} [${shorten(request)}]`, show(ours), show(theirs), known?.id);
  }
}

function printTasks(comparisons: readonly TaskComparison[]): void {
  if (comparisons.length === 0) taskCounts.skipped++;
  for (const { taskCase, step, ours, theirs, isSame, known } of comparisons) {
    if (isSame) {
      taskCounts.equal++;
      continue;
    }
    taskCounts[known === undefined ? "unknown" : "documented"]++;
    print(
      `${taskCase.name} [${shorten(requestLine(step))}]`,
      shorten(ours),
      shorten(theirs),
      known,
    );
  }
}

function print(title: string, ours: string, theirs: string, id: DifferenceId | undefined): void {
  const where = id === undefined ? "not known" : findDifference(id);
  console.log(`${title}\n  varpost ${ours}\n  engine  ${theirs}\n  ${where}`);
}

function show({ status, body, ...headers }: ComparedAnswer): string {
  const printable = JSON.stringify(body).slice(1, -1).replaceAll('\\"', '"');
  const parts = [status, ...Object.values(headers), shorten(printable)];
  return parts.filter((part) => part !== "").join(" ");
}

function shorten(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
