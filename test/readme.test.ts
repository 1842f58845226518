import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { MemoryStorage } from "../adapters/memory.ts";
import { ProcessVariables } from "../core/mod.ts";
import { startServer } from "../server/mod.ts";
import { readPages } from "./support/pages.ts";
import { suite } from "./support/suite.ts";

const test = suite("README and docs");
const pages = await readPages(".");
const readme = pages.find(({ file }) => file === "README.md")?.text ?? "";

for (const page of pages.filter(({ text }) => text.includes("```console\n"))) {
  test(`${page.file} shows what the server really answers`, async () => {
    const variables = new ProcessVariables({ storage: new MemoryStorage() });
    const server = await startServer({ variables, port: 0, log: () => {} });
    try {
      const commands = readConsoles(page.text);
      assert.ok(commands.length > 0, "a console block has no command");
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
}

test("README has the two commands that do everything", () => {
  for (const command of ["npm ci && npm start", "npm ci && npm test"]) {
    assert.ok(readme.includes(`\`\`\`sh\n${command}\n\`\`\`\n`), command);
  }
});

test("name only scripts that there are", async () => {
  const { scripts } = JSON.parse(await readFile("package.json", "utf8"));
  for (const { file, text } of pages) {
    for (const [command, name = ""] of text.matchAll(
      /\bnpm (?:run (?:-s )?([\w:]+)|start|test)\b/g,
    )) {
      assert.ok(
        Object.hasOwn(scripts, name || command.slice("npm ".length)),
        `${file}: ${command}`,
      );
    }
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
