/**
 * Sends cases of external tasks to a running engine and to the double, and prints which are answered otherwise. On the engine it deploys
 * a process for each group of cases, which it takes away again. Exit code 1 if a difference is not documented.
 *
 * npm run compare:tasks -- BASE_URL
 */
import { startTestEngine } from "../../../../server/testing/mod.ts";
import { remote } from "../remote.ts";
import { runTaskCases, TASK_CASES } from "./run_task_cases.ts";
import { doubleSubject, engineSubject } from "./task_subject.ts";

const [base, ...others] = process.argv.slice(2);
if (base === undefined || others.length > 0 || !/^https?:/.test(base)) {
  console.error(
    "npm run compare:tasks -- BASE_URL\n\n  BASE_URL  the REST API, such as http://localhost:8080/engine-rest",
  );
  process.exit(2);
}
const engine = remote(new URL(base));
const double = await startTestEngine();
const counts = { equal: 0, documented: 0, unknown: 0 };
for (const cases of TASK_CASES) {
  const theirs = await runTaskCases(cases, engineSubject(engine.send));
  const ours = await runTaskCases(cases, doubleSubject(double));
  for (const [index, { request, body = "", differs }] of cases.entries()) {
    const [our, their] = [ours, theirs].map((answers) => JSON.stringify(answers[index]));
    if (our === their) {
      counts.equal++;
      continue;
    }
    counts[differs === undefined ? "unknown" : "documented"]++;
    const sent = `${request} ${typeof body === "string" ? body : JSON.stringify(body)}`;
    console.log(
      `${sent.trimEnd()}\n  varpost ${our}\n  engine  ${their}\n  ${differs ?? "not known"}`,
    );
  }
}
await double.close();
engine.close();
console.log(
  `${counts.equal + counts.documented + counts.unknown} requests: ${counts.equal} equal, ${counts.documented} different as documented, ${counts.unknown} not known`,
);
process.exitCode = counts.unknown === 0 ? 0 : 1;
