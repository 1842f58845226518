import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { MemoryStorage } from "../adapters/memory.ts";
import { ProcessVariables } from "../core/mod.ts";
import { startServer } from "../server/mod.ts";
import { suite } from "./support/suite.ts";

const test = suite("the README");
const readme = await readFile("README.md", "utf8");

test("shows what the server really answers", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  const server = await startServer({ variables, port: 0 });
  try {
    const commands = readConsoles(readme);
    assert.ok(commands.length > 0, "the README has no console block");
    for (const { command, answer } of commands) {
      const { stdout } = await promisify(execFile)("bash", [
        "-c",
        command.replaceAll("http://127.0.0.1:8080", server.url),
      ]);
      assert.equal(stdout, answer, command);
    }
  } finally {
    await server.close();
  }
});

test("has the two commands that do everything", async () => {
  const { scripts } = JSON.parse(await readFile("package.json", "utf8"));
  for (const command of readme.matchAll(/^npm ci && npm (?:run )?([\w:]+)$/gm)) {
    assert.ok(Object.hasOwn(scripts, command[1] ?? ""), command[0]);
  }
});

/** The commands of the `console` blocks, each with what it prints. A backslash at the end of a line continues it. */
function readConsoles(markdown: string): { command: string; answer: string }[] {
  const blocks = [...markdown.matchAll(/^```console\n(.*?)^```$/gms)].map(
    (match) => match[1] ?? "",
  );
  return blocks.flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((entry) => {
        const [, command = "", answer = ""] = /^((?:[^\n]*\\\n)*[^\n]*\n)(.*)$/s.exec(entry) ?? [];
        return { command, answer };
      }),
  );
}
