/**
 * Proves varpost on each runtime: the core's own tests, the tests of the memory and the filesystem storage with the whole
 * contract, the Fetch handler served by the runtime to a client over TCP, and stores of which the runtime is killed. A line for
 * each runtime; the last line adds up.
 *
 * node --import tsx test/runtimes/runtimes_main.ts [--only RUNTIME] [part of a path …]
 */
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { inspect, parseArgs } from "node:util";
import { FairClock } from "../support/fair_clock.ts";
import { findTests } from "../support/find_tests.ts";
import { installPackages } from "../support/install_packages.ts";
import { NODE, runTestFile, type TestFileResult } from "../support/test_file.ts";
import type { TestRun } from "../support/test_process.ts";
import { bun } from "./hosts/bun.ts";
import { chromium } from "./hosts/chromium.ts";
import { deno } from "./hosts/deno.ts";
import { node } from "./hosts/node.ts";
import { workerd } from "./hosts/workerd.ts";
import type { RuntimeKind } from "./runtime.ts";

/** The storages that need no package, and what they share: parts of paths. */
const STORAGE_TESTS = [
  "adapters/memory",
  "adapters/filesystem",
  "adapters/disk_room",
  "adapters/key_query",
  "adapters/name_index",
  "adapters/name_map",
  "adapters/ordered_map",
  "adapters/sorted_names",
];

const { values, positionals } = parseArgs({
  options: { only: { type: "string" } },
  allowPositionals: true,
});
const kinds = [node, deno, bun, workerd, chromium].filter(
  ({ name }) => values.only === undefined || values.only === name,
);
const files = [
  ...(await findTests("test/core", positionals)),
  ...(await findTests("test/adapters", STORAGE_TESTS)).filter(
    (file) => positionals.length === 0 || positionals.some((part) => file.includes(part)),
  ),
];
installPackages(import.meta.dirname);
const clock = new FairClock();
const scratch = await mkdtemp(join(tmpdir(), "varpost-runtimes-"));
const summary: string[] = [];
const totals = { passed: 0, failed: 0, skipped: 0 };
try {
  for (const kind of kinds) {
    try {
      await runKind(kind);
    } catch (error) {
      totals.failed++;
      summary.push(`FAILED ${kind.name}: ${inspect(error)}`);
    }
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
for (const line of summary) console.log(line);
console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;

async function runKind({
  name,
  leftOut,
  ownTests = [],
  driven,
  start,
}: RuntimeKind): Promise<void> {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const started = performance.now();
  const reasonFor = (file: string) =>
    Object.entries(leftOut).find(([part]) => file.includes(part))?.[1];
  const runnable: string[] = [...ownTests];
  for (const file of files) {
    const reason = reasonFor(file);
    if (reason === undefined) runnable.push(file);
    else {
      counts.skipped++;
      console.log(`SKIPPED ${name}: ${file}: ${reason}`);
    }
  }
  const runtime = await start(runnable, scratch);
  if (typeof runtime === "string") {
    totals.skipped++;
    summary.push(`SKIPPED ${name}: ${runtime}`);
    return;
  }
  const { title, run, close } = runtime;
  const runFile = async (file: string, by: TestRun) => {
    const result = await runTestFile(file, { clock, scratch, run: by });
    counts.passed += result.passed;
    counts.failed += result.failures.length + result.notRun;
    counts.skipped += result.skipped;
    report(`${title}: ${file}`, result);
  };
  const queue = [...runnable];
  const worker = async () => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      await runFile(file, run);
    }
  };
  try {
    await Promise.all(Array.from({ length: availableParallelism() }, worker));
  } finally {
    await close();
  }
  for (const file of driven) await runFile(file, NODE);
  const seconds = ((performance.now() - started) / 1_000).toFixed(0);
  const { passed, failed, skipped } = counts;
  totals.passed += passed;
  totals.failed += failed;
  totals.skipped += skipped;
  const line = `${title}: ${passed} passed, ${failed} failed, ${skipped} skipped (${seconds} s)`;
  console.log(line);
  summary.push(line);
}

function report(what: string, { passed, failures, notRun, notes }: TestFileResult): void {
  for (const note of notes) console.log(`       ${what}: ${note}`);
  for (const { name, error, output } of failures) {
    console.log(`FAILED ${what}: ${name}\n${error}\n${output}`);
    summary.push(`FAILED ${what}: ${name}`);
  }
  if (notRun > 0) summary.push(`FAILED ${what}: ${notRun} tests were not run, ${passed} passed`);
}
