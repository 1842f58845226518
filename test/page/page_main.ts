/**
 * Proves the page of the server in Chromium, as a user has it: `npm run test:page`. Each case has a server and a tab of its own; it fails,
 * too, if the page's policy was violated, a script threw, or anything that is stored was run.
 *
 * node --import tsx test/page/page_main.ts [--shots FOLDER] [part of a case's name …]
 */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect, parseArgs } from "node:util";
import { MemoryStorage } from "../../adapters/memory.ts";
import { ProcessVariables } from "../../core/mod.ts";
import { startServer } from "../../server/mod.ts";
import type { DevTools } from "../runtimes/hosts/devtools.ts";
import { findProgram } from "../runtimes/hosts/find_program.ts";
import { launchChromium } from "../runtimes/hosts/launch_chromium.ts";
import { versionOf } from "../runtimes/hosts/version_of.ts";
import { ACCESS_CASES } from "./cases/access.ts";
import { ACCESSIBILITY_CASES } from "./cases/accessibility.ts";
import { DELETION_CASES } from "./cases/deletions.ts";
import { HOSTILE_CASES } from "./cases/hostile.ts";
import { LIST_CASES } from "./cases/lists.ts";
import { PREVIEW_CASES } from "./cases/previews.ts";
import { UPLOAD_CASES } from "./cases/uploads.ts";
import type { PageCase } from "./page_case.ts";
import { Tab } from "./tab.ts";

const CASES: readonly PageCase[] = [
  ...LIST_CASES,
  ...PREVIEW_CASES,
  ...UPLOAD_CASES,
  ...DELETION_CASES,
  ...ACCESS_CASES,
  ...ACCESSIBILITY_CASES,
  ...HOSTILE_CASES,
];

const { values, positionals } = parseArgs({
  options: { shots: { type: "string" } },
  allowPositionals: true,
});
const program = findProgram("chromium");
if (program === undefined) {
  console.log("FAILED: chromium is not on PATH (Debian: apt-get install chromium)");
  process.exitCode = 1;
} else {
  const scratch = await mkdtemp(join(tmpdir(), "varpost-page-"));
  const shots = values.shots ?? join(scratch, "shots");
  await mkdir(shots, { recursive: true });
  const browser = launchChromium(program, join(scratch, "profile"));
  try {
    console.log(`Chromium ${versionOf(program)}`);
    process.exitCode = (await runAll(browser.devTools, scratch, shots)) ? 0 : 1;
  } finally {
    await browser.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function runAll(devTools: DevTools, scratch: string, shots: string): Promise<boolean> {
  const chosen = CASES.filter(
    ({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part)),
  );
  let failed = 0;
  for (const each of chosen) {
    const notes: string[] = [];
    try {
      await runCase(each, devTools, scratch, shots, notes);
      console.log(`ok     ${each.name}`);
    } catch (error) {
      failed++;
      console.log(`FAILED ${each.name}\n${inspect(error)}`);
    }
    for (const note of notes) console.log(`       ${note}`);
  }
  console.log(`\n${chosen.length - failed} passed, ${failed} failed`);
  return failed === 0 && chosen.length > 0;
}

async function runCase(
  { run, options, limits = {} }: PageCase,
  devTools: DevTools,
  scratch: string,
  shots: string,
  notes: string[],
): Promise<void> {
  const storage = new MemoryStorage();
  const variables = new ProcessVariables({ storage, limits });
  const server = await startServer({ variables, port: 0, log: () => {}, ...options });
  const tab = await Tab.open(devTools);
  const folder = await mkdtemp(join(scratch, "files-"));
  try {
    await run({
      tab,
      url: server.url,
      variables,
      storage,
      file: async (name, content) => {
        const path = join(folder, name);
        await writeFile(path, content);
        return path;
      },
      shot: (name) => tab.screenshot(join(shots, `${name}.png`)),
      note: (line) => notes.push(line),
    });
    assert.deepEqual(await tab.evaluate("violations"), [], "the policy was violated");
    assert.equal(await tab.evaluate("typeof broken"), "undefined", "a script broke out");
    assert.deepEqual(tab.dialogs, [], "a script broke out");
    assert.deepEqual(tab.errors, []);
  } finally {
    await tab.close();
    await server.close(0);
    await storage.close();
  }
}
