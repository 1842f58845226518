import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { createWorkspace, findExamples } from "./support/examples.ts";
import { withPostgresClient } from "./support/postgres/postgres_client.ts";
import { testPostgres } from "./support/postgres/test_postgres.ts";
import { suite } from "./support/suite.ts";
import { withTempDir } from "./support/temp_dir.ts";

const test = suite("the examples of doc comments and Markdown files");
const root = process.cwd();
const examples = await findExamples(root);

for (const example of examples) {
  test(`${example.file}:${example.line} runs`, async () => {
    await withTempDir(async (directory) => {
      await createWorkspace(root, directory);
      const module = join(directory, `example.${example.language}`);
      await writeFile(module, example.code);
      const empty = join(directory, "empty");
      await mkdir(empty);
      process.chdir(empty);
      try {
        const run = () => import(pathToFileURL(module).href);
        await (example.code.includes("adapters/postgres") ? withDatabase(run) : run());
      } finally {
        process.chdir(root);
      }
    });
  });
}

/** Lets examples find the database of the tests where psql would look for it. */
async function withDatabase(run: () => Promise<unknown>): Promise<void> {
  const url = await testPostgres();
  const { hostname, port, username, password, pathname } = new URL(url);
  const variables = {
    PGHOST: hostname,
    PGPORT: port || "5432",
    PGUSER: username,
    PGPASSWORD: password,
    PGDATABASE: pathname.slice(1),
  };
  Object.assign(process.env, variables);
  try {
    await run();
  } finally {
    for (const name of Object.keys(variables)) delete process.env[name];
    await withPostgresClient(url, (client) =>
      client.query("DROP SCHEMA IF EXISTS varpost_example CASCADE"),
    );
  }
}

test("all of them compile under strict settings", async () => {
  await withTempDir(async (directory) => {
    await createWorkspace(root, directory);
    for (const [index, { language, code }] of examples.entries()) {
      if (language === "ts") await writeFile(join(directory, `example_${index}.ts`), code);
    }
    const compilerOptions = {
      target: "ES2022",
      lib: ["ES2023", "ES2024.String"],
      types: ["node"],
      module: "NodeNext",
      strict: true,
      exactOptionalPropertyTypes: true,
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      noEmit: true,
    };
    const include = ["example_*.ts"];
    await writeFile(join(directory, "tsconfig.json"), JSON.stringify({ include, compilerOptions }));
    const tsc = resolve("node_modules/typescript/bin/tsc");
    const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", directory], {
      encoding: "utf8",
    });
    const names = examples.map(({ file, line }, index) => `example_${index}.ts is ${file}:${line}`);
    assert.equal(status, 0, `${stdout}\n${names.join("\n")}`);
  });
});
