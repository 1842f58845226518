import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { transform } from "esbuild";
import { extractExamples } from "./support/examples.ts";
import { readPages } from "./support/pages.ts";
import { suite } from "./support/suite.ts";
import { withTempDir } from "./support/temp_dir.ts";

const test = suite("the packed package");
const run = promisify(execFile);
const npm = (args: string[], cwd: string) =>
  run("npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], { cwd });

test(
  "works in an empty project, from JavaScript and from TypeScript, without better-sqlite3",
  async () => {
    await withTempDir(async (directory) => {
      await npm(["pack", "--pack-destination", directory], process.cwd());
      const [tarball = ""] = await readdir(directory);
      await writeFile(join(directory, "package.json"), `{"type":"module"}`);
      await npm(["install", "--offline", "--omit=optional", join(directory, tarball)], directory);
      await checkExports(directory);
      await checkSharedClasses(directory);
      await checkCommand(directory);
      await checkExamples(directory);
    });
  },
  { deadline: 120_000 },
);

test("is locked with the dependencies that package.json names, each of its kind", async () => {
  const manifest = JSON.parse(await readFile("package.json", "utf8"));
  const lock = JSON.parse(await readFile("package-lock.json", "utf8"));
  const kinds = ["dependencies", "devDependencies", "optionalDependencies"];
  for (const kind of kinds) assert.deepEqual(lock.packages[""][kind], manifest[kind], kind);
});

/** Every entry has its code, its types and its source map, and every source map the sources it names. */
async function checkExports(directory: string): Promise<void> {
  const installed = join(directory, "node_modules", "varpost");
  const { exports } = JSON.parse(await readFile(join(installed, "package.json"), "utf8"));
  for (const entry of Object.values<string>(exports)) {
    for (const end of [".js", ".d.ts", ".js.map"]) {
      await readFile(join(installed, entry.replace(/\.js$/, end)));
    }
  }
  const dist = join(installed, "dist");
  for (const file of await readdir(dist, { recursive: true })) {
    if (!file.endsWith(".map")) continue;
    const map = join(dist, file);
    const { sources } = JSON.parse(await readFile(map, "utf8"));
    for (const source of sources) await readFile(join(dirname(map), source));
  }
}

/** The entries are bundled, but a class of the core is one and the same in all. */
async function checkSharedClasses(directory: string): Promise<void> {
  const code = `
    import assert from "node:assert/strict";
    import { NotFoundError, PreconditionFailedError, ProcessVariables } from "varpost";
    import { FilesystemStorage } from "varpost/adapters/filesystem";
    import { MemoryStorage } from "varpost/adapters/memory";
    import * as shared from "varpost/storage";
    assert.equal(shared.PreconditionFailedError, PreconditionFailedError);
    const condition = { ifMatch: ["none"] };
    for (const storage of [new MemoryStorage(), await FilesystemStorage.open("values")]) {
      const changes = [{ op: "delete", name: "a", condition }];
      await assert.rejects(storage.apply("an instance", changes), PreconditionFailedError);
      const variables = new ProcessVariables({ storage });
      await assert.rejects(variables.getJson("an instance", "a"), NotFoundError);
      await storage.close();
    }`;
  await run(process.execPath, ["--input-type=module", "--eval", code], { cwd: directory });
}

async function checkCommand(directory: string): Promise<void> {
  const { version } = JSON.parse(await readFile("package.json", "utf8"));
  const command = join(directory, "node_modules", ".bin", "varpost");
  const { stdout } = await run(command, ["--version"], { cwd: directory });
  assert.equal(stdout.trim(), version);
  await assert.rejects(run(command, ["--port", "0"], { cwd: directory }), (error: unknown) => {
    assert.match(String(error), /better-sqlite3/);
    assert.match(String(error), /--storage filesystem:DIR/);
    return true;
  });
}

/** The examples of README and docs that need no other package run and compile as they stand. */
async function checkExamples(directory: string): Promise<void> {
  const pages = await readPages(".");
  const examples = pages
    .flatMap(({ file, text }) => extractExamples(file, text))
    .filter(({ language, code }) => language === "ts" && needsNoPackage(code));
  assert.ok(examples.length > 0, "no page has an example");
  for (const [index, { code }] of examples.entries()) {
    await writeFile(join(directory, `example_${index}.mts`), code);
    const javascript = await transform(code, { loader: "ts", target: "node20" });
    await writeFile(join(directory, `example_${index}.mjs`), javascript.code);
  }
  await writeFile(join(directory, "run.mjs"), runEach(examples.length));
  await run(process.execPath, ["run.mjs"], { cwd: directory });
  // The types of their own drivers are not there.
  await writeFile(
    join(directory, "drivers.mts"),
    `import { PostgresStorage, type PostgresOptions } from "varpost/adapters/postgres";
import { SqliteStorage } from "varpost/adapters/sqlite";
export const open: (path: string) => Promise<SqliteStorage> = SqliteStorage.open;
export const connect: (options: PostgresOptions) => Promise<PostgresStorage> = PostgresStorage.open;
`,
  );
  const compilerOptions = { module: "NodeNext", target: "ES2022", strict: true, noEmit: true };
  await writeFile(
    join(directory, "tsconfig.json"),
    JSON.stringify({
      files: [...examples.map((_, index) => `example_${index}.mts`), "drivers.mts"],
      compilerOptions: {
        ...compilerOptions,
        types: ["node"],
        typeRoots: [resolve("node_modules/@types")],
      },
    }),
  );
  const tsc = resolve("node_modules/typescript/bin/tsc");
  await run(process.execPath, [tsc, "-p", directory]).catch(({ stdout }) => assert.fail(stdout));
}

/** A module that runs the examples one after the other, each in an empty folder. */
function runEach(count: number): string {
  return `
    import { mkdir } from "node:fs/promises";
    for (let index = 0; index < ${count}; index++) {
      await mkdir("run_" + index);
      process.chdir("run_" + index);
      await import("./example_" + index + ".mjs");
      process.chdir("..");
    }`;
}

/** Whether an example needs nothing but varpost and Node: no other package, and no driver of a database. */
function needsNoPackage(code: string): boolean {
  const imported = [...code.matchAll(/\bfrom "([^"]+)"/g)].map(([, name = ""]) => name);
  return imported.every(
    (name) => /^(?:node:|varpost\b)/.test(name) && !/\/(?:sqlite|postgres)$/.test(name),
  );
}
