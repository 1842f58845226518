import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { VariableStorage } from "../../core/storage/storage.ts";
import { testContract } from "../support/contract_runner.ts";
import { createWorkspace } from "../support/examples.ts";
import { suite } from "../support/suite.ts";
import { withTempDir } from "../support/temp_dir.ts";
import { SOURCE_FLAGS } from "../support/transpiling/source_flags.ts";

const test = suite("the adapter in docs/writing_an_adapter.md");
const markdown = await readFile("docs/writing_an_adapter.md", "utf8");
const adapter = blockOf("ts", "class MapStorage");
const binding = blockOf("typescript");

const { MapStorage }: { MapStorage: new () => VariableStorage } = await withTempDir(
  async (directory) => {
    await createWorkspace(process.cwd(), directory);
    const file = join(directory, "map_storage.ts");
    await writeFile(file, adapter);
    return import(pathToFileURL(file).href);
  },
);

testContract(test, { durable: false, shared: false }, (run) => {
  const storage = new MapStorage();
  return run({ open: async () => storage, leftovers: async () => [] });
});

const RUNNERS = [
  { name: "node:test", code: binding, summary: /^. pass [1-9]\d\d+$/m },
  {
    name: "uvu",
    code: `${binding.replace('"node:test"', '"uvu"')}test.run();\n`,
    summary: /^ {2}Passed: +[1-9]\d\d+$/m,
  },
];

for (const { name, code, summary } of RUNNERS) {
  test(
    `passes the contract on ${name}, as the page binds it`,
    async () => {
      await withTempDir(async (directory) => {
        await createWorkspace(process.cwd(), directory);
        await symlink(resolve("node_modules/uvu"), join(directory, "node_modules", "uvu"));
        await writeFile(join(directory, "map_storage.ts"), adapter);
        await writeFile(join(directory, "map_storage.test.ts"), code);
        const output = await runFile(directory, "map_storage.test.ts");
        assert.match(output, summary);
      });
    },
    { deadline: 120_000 },
  );
}

/** Runs a test file in a process of its own, and gives what it wrote. */
async function runFile(directory: string, file: string): Promise<string> {
  const child = spawn(process.execPath, [...SOURCE_FLAGS, file], { cwd: directory });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const [code] = await once(child, "close");
  assert.equal(code, 0, output);
  return output;
}

/** The one fenced block of a language that holds some text. */
function blockOf(language: string, text = ""): string {
  const blocks = [...markdown.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"))]
    .map(([, block = ""]) => block)
    .filter((block) => block.includes(text));
  assert.equal(blocks.length, 1, language);
  return blocks[0] ?? "";
}
