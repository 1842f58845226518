/**
 * The test command: runs every `test/**\/*.test.ts` in a process of its own and adds up. A file fails if a test fails, if
 * it ran no test, if its counts do not add up, if it does not end, or if it leaves a process or a file behind.
 *
 * node --import tsx test/support/run.ts [--coverage] [part of a path …]
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findTests } from "./find_tests.ts";

const FILE_DEADLINE_MS = 170_000;
/** From the summary to the end of the process: what takes longer holds a handle open. */
const EXIT_DEADLINE_MS = 10_000;
const GROUP_DEADLINE_MS = 3_000;
/** What a test file has to tell although it passed: skipped tests, broken adapters that were caught, feeds that agreed. */
const NOTES = /\b(?:skipped|broken|feeds): .*$/gm;
const COVERAGE_FLOOR = "90";

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Why the file fails beyond its failed tests. */
  readonly problems: readonly string[];
  readonly output: string;
}

const filters = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const coverage = process.argv.includes("--coverage");
const scratch = await mkdtemp(join(tmpdir(), "varpost-run-"));
try {
  process.exitCode = await main();
} finally {
  await rm(scratch, { recursive: true, force: true });
}

async function main(): Promise<number> {
  const files = await findTests("test", filters);
  if (files.length === 0) {
    console.log("No test file matches\n\n0 passed, 1 failed");
    return 1;
  }
  const totals = { passed: 0, failed: 0, skipped: 0 };
  const queue = [...files];
  const worker = async () => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      const started = Date.now();
      const outcome = await runFile(file);
      report(file, outcome, Date.now() - started);
      totals.passed += outcome.passed;
      totals.failed += outcome.failed + outcome.problems.length;
      totals.skipped += outcome.skipped;
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  if (coverage && !reportCoverage()) totals.failed += 1;
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
  console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`);
  return totals.failed === 0 ? 0 : 1;
}

async function runFile(file: string): Promise<Outcome> {
  const directory = await mkdtemp(join(scratch, "file-"));
  // A process group of its own shows whether a child of the file outlives it.
  const child = spawn(process.execPath, ["--import", "tsx", file], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      NO_COLOR: "1",
      VARPOST_TEST_TMP: directory,
      ...(coverage ? { NODE_V8_COVERAGE: join(scratch, "coverage") } : {}),
    },
  });
  const group = child.pid;
  const problems: string[] = [];
  let output = "";
  const end = (problem: string) => {
    problems.push(problem);
    if (group !== undefined) signalGroup(group, "SIGKILL");
  };
  const fileTimer = setTimeout(
    () => end(`did not end within ${FILE_DEADLINE_MS} ms`),
    FILE_DEADLINE_MS,
  );
  let exitTimer: NodeJS.Timeout | undefined;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    if (exitTimer === undefined && /^ {2}Duration: /m.test(output)) {
      exitTimer = setTimeout(() => end("did not end after its last test"), EXIT_DEADLINE_MS);
    }
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const exitCode = await new Promise<number | null>((resolve) => {
    child.on("close", (code) => resolve(code));
  });
  clearTimeout(fileTimer);
  clearTimeout(exitTimer);
  if (group !== undefined && !(await groupEnds(group))) end("left a process behind");
  const left = await readdir(directory);
  if (left.length > 0) problems.push(`left files behind: ${left.join(", ")}`);
  return { ...count(output, exitCode, problems), output };
}

/** Reads uvu's summary; what it does not say out loud is a problem. */
function count(output: string, exitCode: number | null, problems: string[]) {
  const number = (label: string) => {
    const match = new RegExp(`^  ${label}: +(\\d+)$`, "m").exec(output);
    return match === null ? 0 : Number(match[1]);
  };
  const total = number("Total");
  const passed = number("Passed");
  const skipped = number("Skipped");
  if (total + skipped === 0) problems.push("ran no test");
  else if (exitCode !== 0 && total === passed) problems.push(`ended with exit code ${exitCode}`);
  else if (exitCode === 0 && total !== passed) problems.push("failed in silence");
  return { passed, failed: total - passed, skipped, problems };
}

/** Whether the group ends in time; tsx's compiler service takes a moment to follow its parent. */
async function groupEnds(group: number): Promise<boolean> {
  for (const deadline = Date.now() + GROUP_DEADLINE_MS; Date.now() < deadline; await sleep(20)) {
    if (!signalGroup(group, 0) || !(await runsInGroup(group))) return true;
  }
  return false;
}

/** Whether a process of the group still runs: one that is dead and not yet reaped can be signalled, too. */
async function runsInGroup(group: number): Promise<boolean> {
  for (const entry of await readdir("/proc").catch(() => [])) {
    const stat = await readFile(`/proc/${entry}/stat`, "utf8").catch(() => "");
    const [state, , groupOfEntry] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (Number(groupOfEntry) === group && state !== "Z") return true;
  }
  return false;
}

/** Whether there was a process in the group to signal. */
function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal);
  } catch {
    return false;
  }
}

function report(file: string, outcome: Outcome, milliseconds: number): void {
  const bad = outcome.failed > 0 || outcome.problems.length > 0;
  const seconds = (milliseconds / 1_000).toFixed(1);
  console.log(
    `${bad ? "FAILED" : "ok    "} ${file}: ${outcome.passed} passed, ${outcome.failed} failed (${seconds} s)`,
  );
  for (const line of outcome.output.match(NOTES) ?? []) console.log(`       ${line}`);
  for (const problem of outcome.problems) console.log(`       ${file} ${problem}`);
  if (bad) console.log(outcome.output);
}

function reportCoverage(): boolean {
  const { status } = spawnSync(
    process.execPath,
    [
      "node_modules/c8/bin/c8.js",
      "report",
      `--temp-directory=${join(scratch, "coverage")}`,
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
    ],
    { stdio: "inherit" },
  );
  return status === 0;
}
