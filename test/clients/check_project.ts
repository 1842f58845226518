import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { runInProject } from "./run_in_project.ts";

/** How each runner tells the number of tests that have passed. */
const PASSED = [
  /^# pass (\d+)$/m,
  /^ *Passed: +(\d+)$/m,
  /^ *Tests:? +(\d+) passed/m,
  /^ *(\d+) pass$/m,
  /^ok \| (\d+) passed/m,
];

/** What jest and vitest say if something keeps them alive. They end nevertheless. */
const KEPT_ALIVE = /did not exit|failed to exit|close timed out|hanging-process/i;

/** What the tests of a project came to. */
export interface CheckedProject {
  readonly tests: number;
  /** From the start of the runner to its end. */
  readonly seconds: string;
}

/**
 * Installs a project with the packed package, and runs its tests by its own command. Its worker test is there twice, so that runners
 * that run test files in parallel have two engines with the same instances at a time. Then the checks run without a runner, since
 * some runners end a process by force.
 *
 * @param folder A copy of the project.
 * @param tarball The packed package.
 * @throws {Error} If something fails, or keeps a process alive: with the output.
 */
export async function checkProject(folder: string, tarball: string): Promise<CheckedProject> {
  await cp(join(folder, "worker.test.js"), join(folder, "worker_again.test.js"));
  // Optional packages cannot be left out: runners have their native code there.
  const install = ["install", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"];
  await runInProject(folder, ["npm", ...install, "--loglevel=error", tarball]);
  const started = performance.now();
  const output = await runInProject(folder, ["npm", "test"]);
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  const tests = passedTests(output);
  if (tests === 0 || KEPT_ALIVE.test(output)) throw new Error(output);
  const { scripts } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  await runInProject(folder, [...runtimeOf(scripts.test), "ends.js"]);
  return { tests, seconds };
}

function passedTests(output: string): number {
  for (const pattern of PASSED) {
    const [, count] = pattern.exec(output) ?? [];
    if (count !== undefined) return Number(count);
  }
  return 0;
}

/** The program that runs JavaScript where the tests of a command run. */
function runtimeOf(command: string): readonly string[] {
  if (command.startsWith("bun ")) return ["bun"];
  return command.startsWith("deno ") ? ["deno", "run", "--allow-all", "--quiet"] : ["node"];
}
