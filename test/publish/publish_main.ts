/**
 * Packs varpost and looks at it as its users' tools do: one line for each check, `npm run test:publish`.
 *
 * `deno publish --dry-run` needs no network: it checks the types of all entries, looks for slow types, and lists what would be sent.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { installPackages } from "../support/install_packages.ts";
import { withTempDir } from "../support/temp_dir.ts";
import { checkTypes, TYPESCRIPTS } from "./check_types.ts";
import { parserSize } from "./parser_size.ts";
import { lastLine, runTool, TOOLS_FOLDER, toolPath } from "./run_tool.ts";

const root = process.cwd();
let passed = 0;
let failed = 0;

installPackages(TOOLS_FOLDER);
await withTempDir(async (directory) => {
  const [{ filename }] = JSON.parse(
    await runTool("npm", ["pack", "--json", "--silent", "--pack-destination", directory], root),
  );
  const tarball = join(directory, filename);
  await writeFile(join(directory, "package.json"), `{"type":"module"}`);
  const install = ["install", "--offline", "--omit=optional", "--no-audit", "--no-fund", tarball];
  await runTool("npm", install, directory);
  await checkPacked(directory, tarball);
  await checkSources(directory);
});
console.log(`\n${passed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;

/** Looks at the packed file, which is also installed in the folder. */
async function checkPacked(directory: string, tarball: string): Promise<void> {
  const { exports } = JSON.parse(await readFile("package.json", "utf8"));
  const entries = Object.keys(exports).map((entry) => entry.replace(/^\./, "varpost"));
  await check("publint", async () =>
    lastLine(await runTool(toolPath("publint"), [tarball, "--strict"], directory)),
  );
  await check("attw --profile esm-only", async () => {
    const args = [tarball, "--profile", "esm-only", "--format", "json"];
    const { analysis } = JSON.parse(await runTool(toolPath("attw"), args, directory));
    return `no problem with ${Object.keys(analysis.entrypoints).length} entries`;
  });
  for (const version of TYPESCRIPTS) {
    await check(`TypeScript ${version}`, async () => {
      const count = await checkTypes(directory, entries, version);
      return `${count} programs compile: ${entries.length} entries, for the web, workers and Node.js`;
    });
  }
  await check("size of parseMultipart alone", async () => {
    const { minified, gzipped } = await parserSize(directory);
    return `${minified} bytes minified, ${gzipped} bytes with gzip`;
  });
}

/** Looks at the sources, which is what JSR gets. */
async function checkSources(directory: string): Promise<void> {
  const { exports } = JSON.parse(await readFile("jsr.json", "utf8"));
  const cache = { DENO_DIR: join(directory, "deno") };
  await check("deno doc --lint", async () =>
    lastLine(
      await runTool(
        toolPath("deno"),
        ["doc", "--lint", ...Object.values<string>(exports)],
        root,
        cache,
      ),
    ),
  );
  await check("deno publish --dry-run", async () =>
    lastLine(
      await runTool(toolPath("deno"), ["publish", "--dry-run", "--allow-dirty"], root, cache),
    ),
  );
}

/** Prints what a check says, or why it failed, and goes on. */
async function check(name: string, run: () => Promise<string>): Promise<void> {
  try {
    console.log(`ok     ${name}: ${await run()}`);
    passed++;
  } catch (error) {
    console.log(`FAILED ${name}\n${error instanceof Error ? error.message : error}`);
    failed++;
  }
}
