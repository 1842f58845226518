import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { FairClock } from "./fair_clock.ts";
import { runsInGroup, signalGroup } from "./process_group.ts";
import { TestProgress } from "./test_progress.ts";
import { FIRST_TEST, REPORT_FD } from "./test_report.ts";

/** Reading a test file, and whatever is done between two tests. */
const LOAD_DEADLINE_MS = 60_000;
/** From the summary to the end of the process: what takes longer holds a handle open. */
const EXIT_DEADLINE_MS = 10_000;
/** tsx's compiler service takes a moment to follow its parent. */
const GROUP_DEADLINE_MS = 3_000;
const LOOK_MS = 100;

/** What a test file needs to run. */
export interface TestProcessOptions {
  readonly clock: FairClock;
  /** Where its temporary folders go. */
  readonly directory: string;
  /** Where its coverage goes, if that is wanted. */
  readonly coverage: string | undefined;
}

/** How the process of a test file went. */
export interface TestProcessEnd {
  readonly progress: TestProgress;
  /** Why the file fails, or the test that was under way, though no test reported a failure. */
  readonly problem: string | undefined;
  readonly output: string;
}

/**
 * Runs the tests of a file from the given one on, until one fails. The deadlines are kept here, as the process of a test
 * that is stuck may never come to look at its clock.
 */
export async function runTestProcess(
  file: string,
  firstTest: number,
  { clock, directory, coverage }: TestProcessOptions,
): Promise<TestProcessEnd> {
  const { NODE_V8_COVERAGE: _, ...environment } = process.env;
  // A process group of its own shows whether a child of the file outlives it.
  const child = spawn(process.execPath, ["--import", "tsx", file], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    env: {
      ...environment,
      NO_COLOR: "1",
      VARPOST_TEST_TMP: directory,
      [FIRST_TEST]: String(firstTest),
      ...(coverage === undefined ? {} : { NODE_V8_COVERAGE: coverage }),
    },
  });
  const group = child.pid;
  const { stdout, stderr } = child;
  const reports = child.stdio[REPORT_FD];
  assert.ok(group !== undefined && reports instanceof Readable);
  let output = "";
  for (const stream of [stdout, stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const progress = new TestProgress(firstTest);
  let since = clock.now();
  createInterface({ input: reports }).on("line", (line) => {
    progress.add(JSON.parse(line));
    since = clock.now();
  });
  let late: string | undefined;
  const watch = setInterval(() => {
    const { deadline, problem } = stageOf(progress);
    if (clock.now() - since < deadline) return;
    late ??= `${problem} within ${deadline / 1_000} s, as the machine's speed counts them`;
    signalGroup(group, "SIGKILL");
  }, LOOK_MS);
  const [code, signal] = await once(child, "close");
  clearInterval(watch);
  const outlived = progress.allPassed && late === undefined && !(await groupEnds(group, clock));
  signalGroup(group, "SIGKILL");
  const problem = outlived
    ? "left a process behind"
    : (late ?? endOf(progress, code, signal, output));
  return { progress, problem, output };
}

/** What is waited for, and how long. */
function stageOf(progress: TestProgress): { deadline: number; problem: string } {
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
