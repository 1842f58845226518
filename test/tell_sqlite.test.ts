import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { suite } from "./support/suite.ts";
import { withTempDir } from "./support/temp_dir.ts";

const test = suite("npm ci");

const SCRIPT = ".ci/tell_sqlite.mjs";
const TOOLS = /python3.*make.*g\+\+/;

/** What the script says where there is no better-sqlite3. */
function toldElsewhere(environment: Readonly<Record<string, string>>): Promise<string> {
  return withTempDir(async (directory) => {
    const copy = join(directory, "tell.mjs");
    await copyFile(SCRIPT, copy);
    return (await promisify(execFile)(process.execPath, [copy], { env: environment })).stderr;
  });
}

test("tells which tools SQLite needs, which are missing, and the way out", async () => {
  const text = await toldElsewhere({ PATH: "" });
  assert.match(text, TOOLS);
  assert.match(text, /missing here: python3, make, g\+\+/);
  assert.match(text, /--storage filesystem:/);
  assert.match(text, /--ignore-scripts/);
});

test("is no script that npm 11 asks about, or refuses, where the package is installed", async () => {
  const { scripts } = JSON.parse(await readFile("package.json", "utf8"));
  for (const event of ["preinstall", "install", "postinstall", "prepare"]) {
    assert.equal(scripts[event], undefined, event);
  }
});

test("says nothing where SQLite is left out on purpose, or works", async () => {
  assert.equal(await toldElsewhere({ npm_config_omit: "optional" }), "");
  const { stderr } = await promisify(execFile)(process.execPath, [SCRIPT]);
  assert.equal(stderr, "");
});

test("runs it, and README names what it names", async () => {
  const { scripts } = JSON.parse(await readFile("package.json", "utf8"));
  assert.equal(scripts.postprepare, `node ${SCRIPT}`);
  assert.match((await readFile("README.md", "utf8")).replaceAll("\n", " "), TOOLS);
});
