import { inspect } from "node:util";
import type { FairClock } from "../../support/fair_clock.ts";
import { stageOf, type TestRunEnd } from "../../support/test_process.ts";
import { TestProgress } from "../../support/test_progress.ts";
import type { HostLine } from "../host_line.ts";

const LOOK_MS = 100;

/**
 * Watches a run of tests that tells each line by a call: the deadlines, and whether it came to its end.
 *
 * @param start Runs the tests; its promise ends with the run. It rejects, too, once the signal is aborted.
 */
export async function watchRun(
  clock: FairClock,
  firstTest: number,
  start: (onLine: (line: HostLine) => void, signal: AbortSignal) => Promise<void>,
): Promise<TestRunEnd> {
  const progress = new TestProgress(firstTest);
  const giveUp = new AbortController();
  let output = "";
  let ended: string | null | undefined;
  let since = clock.now();
  let late: string | undefined;
  const watch = setInterval(() => {
    const { deadline, problem } = stageOf(progress);
    if (clock.now() - since < deadline) return;
    late ??= `${problem} within ${deadline / 1_000} s, as the machine's speed counts them`;
    giveUp.abort();
  }, LOOK_MS);
  try {
    await start((line) => {
      since = clock.now();
      if ("printed" in line) output += line.printed;
      else if ("ended" in line) ended = line.ended;
      else progress.add(line);
    }, giveUp.signal);
  } catch (error) {
    output += `${inspect(error)}\n`;
  } finally {
    clearInterval(watch);
  }
  const problem = late ?? problemOf(progress, ended);
  return { progress, problem, output };
}

/** What is wrong with the way in which a run ended by itself. */
function problemOf(progress: TestProgress, ended: string | null | undefined): string | undefined {
  if (progress.failed !== undefined) return undefined;
  if (progress.current !== undefined) return "did not end before its host did";
  if (ended === undefined || !progress.allPassed) return "ended before its tests had run";
  return ended ?? undefined;
}
