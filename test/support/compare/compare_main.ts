/**
 * Sends the cases of `test/rest/cases` to an engine and to varpost, and prints which are answered otherwise. Exit code 1 if a
 * difference is not in the documentation.
 */
import { execSync } from "node:child_process";
import { parseArgs } from "node:util";
import { REST_CASES } from "../../rest/cases/all.ts";
import { findDifference } from "../../rest/find_difference.ts";
import type { ComparedAnswer } from "../../rest/rest_case.ts";
import type { Send } from "../../server/_client.ts";
import { type Comparison, compareCases } from "./compare_cases.ts";
import { remote } from "./remote.ts";

const USAGE = `npm run compare -- BASE_URL [--instance-command CMD] [--only TEXT]

  BASE_URL                the REST API, such as http://localhost:8080/engine-rest; https and user:password@ are fine
  --instance-command CMD  prints the id of a process instance that is running; it has no variables afterwards
  --only TEXT             the cases whose name holds this`;

const { values, positionals } = parseArgs({
  options: { "instance-command": { type: "string" }, only: { type: "string", default: "" } },
  allowPositionals: true,
});
const [base] = positionals;
if (base === undefined || positionals.length > 1 || !/^https?:/.test(base)) {
  console.error(USAGE);
  process.exit(2);
}

const engine = remote(new URL(base));
const counts = { equal: 0, documented: 0, unknown: 0, skipped: 0 };
const cases = REST_CASES.filter(({ name }) => name.includes(values.only));
try {
  const instanceId = await findInstance(engine.send, values["instance-command"]);
  await compareCases(cases, engine.send, instanceId, print);
} catch (error) {
  console.error(`Cannot compare: ${error instanceof Error ? error.message : error}`);
  process.exit(2);
} finally {
  engine.close();
}
const { equal, documented, unknown, skipped } = counts;
console.log(
  `${cases.length} cases: ${equal} equal, ${documented} different as documented, ${unknown} not known, ${skipped} skipped, since the engine does not have their value type`,
);
process.exitCode = unknown === 0 ? 0 : 1;

async function findInstance(send: Send, command: string | undefined): Promise<string> {
  const id = command === undefined ? `compare-${Date.now()}` : execSync(command).toString().trim();
  const { status } = await send({
    path: `/process-instance/${encodeURIComponent(id)}/variables?deserializeValues=false`,
  });
  if (status === 200) return id;
  throw new Error(
    `the engine answers ${status} to a read of the variables of the process instance '${id}'; give an --instance-command that prints the id of one that is running`,
  );
}

function print({ restCase, skipped, difference }: Comparison): void {
  if (skipped) {
    counts.skipped++;
  } else if (difference === undefined) {
    counts.equal++;
  } else {
    const where = restCase.differs === undefined ? undefined : findDifference(restCase.differs);
    counts[where === undefined ? "unknown" : "documented"]++;
    const { request, ours, theirs } = difference;
    console.log(`${shorten(restCase.name)} [${shorten(request)}]`);
    console.log(`  varpost ${show(ours)}\n  engine  ${show(theirs)}\n  ${where ?? "not known"}`);
  }
}

function show({ status, contentType = "", disposition = "", body }: ComparedAnswer): string {
  const printable = JSON.stringify(body).slice(1, -1).replaceAll('\\"', '"');
  const parts = [status, contentType, disposition, shorten(printable)];
  return parts.filter((part) => part !== "").join(" ");
}

function shorten(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
