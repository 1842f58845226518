/**
 * Proves `varpost/testing` under the test runners that people use: a line for each project of `projects`, with the time of its tests
 * and the lines of its worker test; the last line adds up. The packed package is installed into a copy of each, in a temporary folder.
 *
 * node --import tsx test/clients/projects_main.ts [PROJECT …]
 */
import { cp, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { runTool } from "../publish/run_tool.ts";
import { installPackages } from "../support/install_packages.ts";
import { withTempDir } from "../support/temp_dir.ts";
import { checkProject } from "./check_project.ts";
import { RUNTIMES_FOLDER } from "./run_in_project.ts";

const PROJECTS = join(import.meta.dirname, "projects");
/** What every project gets a copy of. */
const SHARED = join(PROJECTS, "shared");

const wanted = process.argv.slice(2);
let passed = 0;
let failed = 0;

installPackages(RUNTIMES_FOLDER);
await withTempDir(async (directory) => {
  const pack = ["pack", "--json", "--silent", "--pack-destination", directory];
  const [{ filename }] = JSON.parse(await runTool("npm", pack, process.cwd()));
  const projects = (await readdir(PROJECTS)).filter((name) => name !== "shared").sort();
  for (const name of projects) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const folder = join(directory, name);
    await cp(join(PROJECTS, name), folder, { recursive: true });
    await cp(SHARED, folder, { recursive: true });
    await run(name, folder, join(directory, filename));
  }
});
console.log(`\n${passed} passed, ${failed} failed`);
if (failed > 0 || passed === 0) process.exitCode = 1;

/** Prints what became of a project, and goes on. */
async function run(name: string, folder: string, tarball: string): Promise<void> {
  try {
    const { tests, seconds } = await checkProject(folder, tarball);
    const lines = await countLines(join(folder, "worker.test.js"));
    console.log(`ok     ${name}: ${tests} tests in ${seconds} s; the worker's has ${lines} lines`);
    passed++;
  } catch (error) {
    console.log(`FAILED ${name}\n${error instanceof Error ? error.message : error}`);
    failed++;
  }
}

/** The lines of a file that are not empty. */
async function countLines(file: string): Promise<number> {
  const lines = (await readFile(file, "utf8")).split("\n");
  return lines.filter((line) => line.trim() !== "").length;
}
