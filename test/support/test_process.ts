import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { FairClock } from "./fair_clock.ts";
import { runsInGroup, signalGroup } from "./process_group.ts";
import { TestProgress } from "./test_progress.ts";
import { FIRST_TEST, REPORT_FILE } from "./test_report.ts";

/** Deadline for reading a test file, and for the code between two tests. */
const LOAD_DEADLINE_MS = 60_000;
/** Deadline from the summary to the end of the process. If it takes longer, the file has left a handle open. */
const EXIT_DEADLINE_MS = 10_000;
/** Deadline for the end of the process group: esbuild's service ends a moment after its parent. */
const GROUP_DEADLINE_MS = 3_000;
const LOOK_MS = 100;

/** The folders that a run of a test file needs. */
export interface TestRunOptions {
  readonly clock: FairClock;
  /** Folder for its temporary folders. */
  readonly directory: string;
  /** Folder for its coverage; `undefined` if it is not wanted. */
  readonly coverage: string | undefined;
  /** Ends the process. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs the tests of a file from the given one on, until one fails.
 *
 * @param file Path of the file.
 * @param firstTest The ordinal of the test to begin with.
 */
export type TestRun = (
  file: string,
  firstTest: number,
  options: TestRunOptions,
) => Promise<TestRunEnd>;

/** The progress of a run, and its end. */
export interface TestRunEnd {
  readonly progress: TestProgress;
  /** The problem of the file, or of the test that was running, if no test reported a failure. */
  readonly problem: string | undefined;
  readonly output: string;
}

/**
 * Makes a function that runs tests, each run in a process of its own. It checks the deadlines in this process, since the process
 * of a test that hangs may never look at its clock.
 *
 * @param command The program and its arguments. The path of the test file is added.
 * @param settings More variables of its environment.
 */
export function runsIn(
  command: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): TestRun {
  const [program = process.execPath, ...argv] = command;
  return async (file, firstTest, { clock, directory, coverage, signal }) => {
    const reportFile = `${directory}.reports`;
    writeFileSync(reportFile, "");
    // The process gets a group of its own, which shows whether a child of it is left.
    const child = spawn(program, [...argv, file], {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        ...settings,
        NO_COLOR: "1",
        VARPOST_TEST_TMP: directory,
        [FIRST_TEST]: String(firstTest),
        [REPORT_FILE]: reportFile,
        // Node adds its own if this is not there.
        NODE_V8_COVERAGE: coverage,
      },
    });
    const group = child.pid;
    assert.ok(group !== undefined, `Cannot start ${program}: it is not there`);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    const progress = new TestProgress(firstTest);
    let since = clock.now();
    let seen = 0;
    const look = () => {
      // The text behind the last line feed is not a complete line yet.
      const lines = readFileSync(reportFile, "utf8").split("\n").slice(0, -1);
      if (lines.length > seen) since = clock.now();
      for (const line of lines.slice(seen)) progress.add(JSON.parse(line));
      seen = lines.length;
    };
    let late: string | undefined;
    const watch = setInterval(() => {
      look();
      const { deadline, problem } = stageOf(progress);
      if (clock.now() - since < deadline) return;
      late ??= `${problem} within ${deadline / 1_000} s, as the machine's speed counts them`;
      signalGroup(group, "SIGKILL");
    }, LOOK_MS);
    const kill = () => signalGroup(group, "SIGKILL");
    if (signal?.aborted) kill();
    signal?.addEventListener("abort", kill);
    const [code, endSignal] = await once(child, "close");
    signal?.removeEventListener("abort", kill);
    clearInterval(watch);
    look();
    const outlived = progress.allPassed && late === undefined && !(await groupEnds(group, clock));
    signalGroup(group, "SIGKILL");
    const problem = outlived
      ? "left a process behind"
      : (late ?? endOf(progress, code, endSignal, output));
    return { progress, problem, output };
  };
}

/** The present step of a run: its deadline, and the problem if it takes longer. */
export function stageOf(progress: TestProgress): { deadline: number; problem: string } {
  const { current } = progress;
  if (current !== undefined) return { deadline: current.deadline, problem: "did not end" };
  if (progress.ended) {
    return { deadline: EXIT_DEADLINE_MS, problem: "did not end after its last test" };
  }
  return { deadline: LOAD_DEADLINE_MS, problem: "did not come to its next test" };
}

/** Finds what is wrong if a process ended by itself. */
function endOf(
  progress: TestProgress,
  code: number | null,
  signal: NodeJS.Signals | null,
  output: string,
): string | undefined {
  if (progress.failed !== undefined) return undefined;
  const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
  if (progress.current !== undefined) return `did not end before its process did, ${how}`;
  if (!progress.allPassed) return `ended ${how} before its tests had run`;
  if (code !== 0) return `ended ${how}`;
  // uvu counts the tests, too.
  const number = (label: string) =>
    Number(output.match(new RegExp(`^  ${label}: +(\\d+)$`, "m"))?.[1]);
  const ran = progress.passed.size;
  return number("Total") === ran && number("Passed") === ran ? undefined : "failed in silence";
}

/** Whether the process group ends in time. */
async function groupEnds(group: number, clock: FairClock): Promise<boolean> {
  for (const since = clock.now(); clock.now() - since < GROUP_DEADLINE_MS; await sleep(20)) {
    if (!(await runsInGroup(group))) return true;
  }
  return false;
}
