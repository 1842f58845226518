import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { FairClock } from "./fair_clock.ts";
import { runsInGroup, signalGroup } from "./process_group.ts";
import { TestProgress } from "./test_progress.ts";
import { FIRST_TEST, REPORT_FILE } from "./test_report.ts";

/** Reading a test file, and whatever is done between two tests. */
const LOAD_DEADLINE_MS = 60_000;
/** From the summary to the end of the process: what takes longer holds a handle open. */
const EXIT_DEADLINE_MS = 10_000;
/** tsx's compiler service takes a moment to follow its parent. */
const GROUP_DEADLINE_MS = 3_000;
const LOOK_MS = 100;

/** What a test file needs to run. */
export interface TestRunOptions {
  readonly clock: FairClock;
  /** Where its temporary folders go. */
  readonly directory: string;
  /** Where its coverage goes, if that is wanted. */
  readonly coverage: string | undefined;
}

/**
 * Runs the tests of a file from the given one on, until one fails.
 *
 * @param file Its path.
 * @param firstTest The ordinal of the test to begin with.
 */
export type TestRun = (
  file: string,
  firstTest: number,
  options: TestRunOptions,
) => Promise<TestRunEnd>;

/** How far a run came, and how it ended. */
export interface TestRunEnd {
  readonly progress: TestProgress;
  /** Why the file fails, or the test that was under way, though no test reported a failure. */
  readonly problem: string | undefined;
  readonly output: string;
}

/**
 * Makes runs of a program that reads the test file, each in a process of its own. The deadlines are kept here, as the process
 * of a test that is stuck may never come to look at its clock.
 *
 * @param command The program and its arguments; the file follows.
 * @param settings Further variables of its environment.
 */
export function runsIn(
  command: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): TestRun {
  const [program = process.execPath, ...argv] = command;
  return async (file, firstTest, { clock, directory, coverage }) => {
    const { NODE_V8_COVERAGE: _, ...environment } = process.env;
    const reportFile = `${directory}.reports`;
    writeFileSync(reportFile, "");
    // A process group of its own shows whether a child of the file outlives it.
    const child = spawn(program, [...argv, file], {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...environment,
        ...settings,
        NO_COLOR: "1",
        VARPOST_TEST_TMP: directory,
        [FIRST_TEST]: String(firstTest),
        [REPORT_FILE]: reportFile,
        ...(coverage === undefined ? {} : { NODE_V8_COVERAGE: coverage }),
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
      // Behind the last line feed there is no line yet.
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
    const [code, signal] = await once(child, "close");
    clearInterval(watch);
    look();
    const outlived = progress.allPassed && late === undefined && !(await groupEnds(group, clock));
    signalGroup(group, "SIGKILL");
    const problem = outlived
      ? "left a process behind"
      : (late ?? endOf(progress, code, signal, output));
    return { progress, problem, output };
  };
}

/** What is waited for, and how long. */
export function stageOf(progress: TestProgress): { deadline: number; problem: string } {
  const { current } = progress;
  if (current !== undefined) return { deadline: current.deadline, problem: "did not end" };
  if (progress.ended) {
    return { deadline: EXIT_DEADLINE_MS, problem: "did not end after its last test" };
  }
  return { deadline: LOAD_DEADLINE_MS, problem: "did not come to its next test" };
}

/** What is wrong with the way in which a process ended by itself. */
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
  // uvu counts, too.
  const number = (label: string) =>
    Number(output.match(new RegExp(`^  ${label}: +(\\d+)$`, "m"))?.[1]);
  const ran = progress.passed.size;
  return number("Total") === ran && number("Passed") === ran ? undefined : "failed in silence";
}

/** Whether the group ends in time. */
async function groupEnds(group: number, clock: FairClock): Promise<boolean> {
  for (const since = clock.now(); clock.now() - since < GROUP_DEADLINE_MS; await sleep(20)) {
    if (!(await runsInGroup(group))) return true;
  }
  return false;
}
