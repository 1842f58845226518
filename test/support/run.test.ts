import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { openToEverybody } from "./as_nobody.ts";
import { ASK_FOR_POSTGRES, TEST_POSTGRES } from "./postgres/test_postgres.ts";
import { suite } from "./suite.ts";
import { withTempDir } from "./temp_dir.ts";
import { SOURCE_FLAGS } from "./transpiling/source_flags.ts";
import { until } from "./until.ts";

const test = suite("the PostgreSQL of a test run");

/** A test file that asks for the PostgreSQL of the run, and writes its URL to a file. */
const ASKS = `
  import { writeFileSync } from "node:fs";
  import { testPostgres } from "${pathToFileURL("test/support/postgres/test_postgres.ts").href}";
  import { suite } from "${pathToFileURL("test/support/suite.ts").href}";
  suite("s")("asks", async () => writeFileSync(import.meta.filename + ".url", await testPostgres()));`;
/** It does not end, but when the run was killed. */
const WAITS = `${ASKS}
  const parent = process.ppid;
  suite("t")("waits", () => new Promise((resolve) =>
    setInterval(() => { if (process.ppid !== parent) process.exit(1); }, 100)));`;

/** A run of test files, in a folder of its own that has all of its temporary folders. */
interface Run {
  readonly process: ChildProcess;
  /** The folder of its temporary folders. */
  readonly temporary: string;
  /** The URL that a test file was told; `undefined` as long as it was not. */
  url(file: string): Promise<string | undefined>;
}

/** Runs test files of this code. */
async function run(
  directory: string,
  files: Readonly<Record<string, string>>,
  settings: Readonly<Record<string, string>> = {},
): Promise<Run> {
  const temporary = join(directory, "tmp");
  for (const folder of [temporary, join(directory, "test")]) await mkdir(folder);
  await openToEverybody(temporary);
  await symlink(resolve("node_modules"), join(directory, "node_modules"));
  await writeFile(join(directory, "package.json"), `{"type":"module"}`);
  const paths = new Map<string, string>();
  for (const [name, code] of Object.entries(files)) {
    paths.set(name, join(directory, "test", `${name}.test.ts`));
    await writeFile(paths.get(name) ?? "", code);
  }
  const { [TEST_POSTGRES]: _, [ASK_FOR_POSTGRES]: __, ...env } = process.env;
  const child = spawn(process.execPath, [...SOURCE_FLAGS, resolve("test/support/run.ts")], {
    cwd: directory,
    env: { ...env, ...settings, TMPDIR: temporary },
    stdio: "ignore",
  });
  return {
    process: child,
    temporary,
    async url(name) {
      const file = `${paths.get(name)}.url`;
      return existsSync(file) ? readFile(file, "utf8") : undefined;
    },
  };
}

/** Which kinds of temporary folders of varpost are there. */
async function kindsIn(temporary: string): Promise<readonly string[]> {
  const kinds = (await readdir(temporary)).map((name) => name.replace(/-\w+$/, ""));
  return kinds.filter((name) => name.startsWith("varpost-")).sort();
}

test("is one for all test files, and is gone afterwards", () =>
  withTempDir(async (directory) => {
    const { process: child, temporary, url } = await run(directory, { a: ASKS, b: ASKS });
    assert.deepEqual(await once(child, "close"), [0, null]);
    assert.match((await url("a")) ?? "", /^postgres:\/\/postgres@127\.0\.0\.1:\d+\/postgres$/);
    assert.equal(await url("a"), await url("b"));
    assert.deepEqual(await kindsIn(temporary), []);
  }));

test("is gone when the run is interrupted, and so is all else", () =>
  withTempDir(async (directory) => {
    const { process: child, temporary, url } = await run(directory, { a: WAITS });
    await until(async () => (await url("a")) !== undefined);
    // For a moment there is the file of the run's clock, too.
    const kinds = (await kindsIn(temporary)).filter((kind) => kind !== "varpost-pace");
    assert.deepEqual(kinds, ["varpost-postgres", "varpost-run"]);
    child.kill("SIGTERM");
    assert.deepEqual(await once(child, "close"), [null, "SIGTERM"]);
    assert.deepEqual(await kindsIn(temporary), []);
  }));

test("is not started where another is named", () =>
  withTempDir(async (directory) => {
    const named = "postgres://a@b/c";
    const { process: child, url } = await run(directory, { a: ASKS }, { [TEST_POSTGRES]: named });
    assert.deepEqual(await once(child, "close"), [0, null]);
    assert.equal(await url("a"), named);
  }));
