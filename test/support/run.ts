/**
 * The test command: runs each `test/**\/*.test.ts` in processes of its own, and adds the results up. `test_file.ts` says when a
 * file fails. With `--checks`, it checks types, lint and format meanwhile, and coverage last.
 *
 * node --import tsx test/support/run.ts [--checks] [part of a path …]
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { FairClock } from "./fair_clock.ts";
import { findTests } from "./find_tests.ts";
import { offerPostgres } from "./postgres/postgres_of_run.ts";
import { runTestFile, type TestFileResult } from "./test_file.ts";
import { runsIn } from "./test_process.ts";
import { transpilingOnce } from "./transpiling/source_flags.ts";

const COVERAGE_FLOOR = "90";

const filters = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const checks = process.argv.includes("--checks");
const scratch = await mkdtemp(join(tmpdir(), "varpost-run-"));
const coverage = checks ? join(scratch, "coverage") : undefined;
const clock = new FairClock();
const postgres = await offerPostgres();
const run = runsIn([process.execPath, ...(await transpilingOnce(scratch))], postgres.settings);
const totals = { passed: 0, failed: 0, skipped: 0 };
/** Failures, which are printed again at the end. */
const failed: string[] = [];
/** An interrupted run ends what it has started, and removes its files. */
const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => interruption.abort(signal));
}
try {
  // A compiler uses one processor, so the tests run beside it.
  await Promise.all([
    checks ? checkSources() : undefined,
    runFiles(sharedFirst(await findTests("test", filters))),
  ]);
  if (coverage !== undefined) await check("coverage", process.execPath, coverageCommand(coverage));
} finally {
  await postgres.end();
  await rm(scratch, { recursive: true, force: true });
}
if (interruption.signal.aborted) {
  // The clock may be at work, and removes its file before the process ends.
  process.once("beforeExit", () => process.kill(process.pid, interruption.signal.reason));
} else {
  sumUp();
}

function sumUp(): void {
  for (const text of failed) console.log(`\n${text}`);
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
  console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`);
  process.exitCode = totals.failed === 0 ? 0 : 1;
}

async function checkSources(): Promise<void> {
  for (const name of ["types", "lint"]) await check(name, "npm", ["run", "-s", name]);
}

/** Runs a checking program, which prints what is wrong. */
async function check(name: string, command: string, argv: readonly string[]): Promise<void> {
  if (interruption.signal.aborted) return;
  const child = spawn(command, argv, { stdio: "inherit" });
  const stop = () => child.kill();
  interruption.signal.addEventListener("abort", stop);
  const [status] = await once(child, "close");
  interruption.signal.removeEventListener("abort", stop);
  if (status === 0) totals.passed++;
  else {
    totals.failed++;
    failed.push(`FAILED ${name}: what it found is printed above`);
  }
}

/** Begins with the tests of what tests share. Some of them take so long that they would be alone at the end. */
function sharedFirst(files: readonly string[]): readonly string[] {
  const support = join("test", "support");
  const shared = files.filter((file) => file.startsWith(support));
  return [...shared, ...files.filter((file) => !file.startsWith(support))];
}

async function runFiles(files: readonly string[]): Promise<void> {
  if (files.length === 0) {
    totals.failed++;
    failed.push("FAILED: no test file matches");
  }
  const queue = [...files];
  const worker = async () => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      const started = performance.now();
      const { signal } = interruption;
      const result = await runTestFile(file, { clock, scratch, coverage, run, signal });
      if (signal.aborted) return;
      report(file, result, performance.now() - started);
    }
  };
  // One more than there are processors, since there are always files that wait: for the disk, a server, or a deadline.
  await Promise.all(Array.from({ length: availableParallelism() + 1 }, worker));
}

function report(file: string, result: TestFileResult, milliseconds: number): void {
  const { passed, skipped, failures, notRun, notes } = result;
  totals.passed += passed;
  totals.failed += failures.length + notRun;
  totals.skipped += skipped;
  const bad = failures.length > 0;
  const seconds = (milliseconds / 1_000).toFixed(1);
  console.log(
    `${bad ? "FAILED" : "ok    "} ${file}: ${passed} passed, ${failures.length + notRun} failed (${seconds} s)`,
  );
  for (const note of notes) console.log(`       ${note}`);
  for (const { name, error, output } of failures) {
    const text = `FAILED ${file}: ${name}\n${error}`;
    console.log(`${text}\n${output}`);
    failed.push(text);
  }
  if (notRun > 0) {
    const text = `FAILED ${file}: ${notRun} tests were not run, as ${failures.length} had failed`;
    console.log(text);
    failed.push(text);
  }
}

function coverageCommand(directory: string): readonly string[] {
  return [
    "node_modules/c8/bin/c8.js",
    "report",
    `--temp-directory=${directory}`,
    "--reporter=text",
    "--all",
    "--include=core/**",
    "--include=adapters/**",
    "--exclude=**/*.json",
    "--check-coverage",
    `--lines=${COVERAGE_FLOOR}`,
    `--branches=${COVERAGE_FLOOR}`,
    "--functions=0",
    "--statements=0",
  ];
}
