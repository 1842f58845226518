import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "./support/suite.ts";

const test = suite("the house in CONTRIBUTING");

/** The folders of which every one below has to be drawn. Of others the drawing shows what it likes. */
const DRAWN_WHOLE = ["core", "adapters", "server"];

const drawn = readDrawing(await readFile("CONTRIBUTING.md", "utf8"));

test("has no folder that is not there", () => {
  assert.deepEqual(
    drawn.filter((folder) => !existsSync(folder)),
    [],
  );
});

test("has every folder of core, adapters and server", async () => {
  const missing: string[] = [];
  for (const top of DRAWN_WHOLE) {
    const entries = await readdir(top, { recursive: true, withFileTypes: true });
    const folders = entries
      .filter((entry) => entry.isDirectory())
      .map(({ parentPath, name }) => join(parentPath, name));
    missing.push(...[top, ...folders].filter((folder) => !drawn.includes(folder)));
  }
  assert.deepEqual(missing, []);
});

/** The folders of the first block: a line each, its name with a slash, two blanks further in than the folder that it is in. */
function readDrawing(markdown: string): readonly string[] {
  const [, block = ""] = /^```\n(.*?)^```$/ms.exec(markdown) ?? [];
  const path: string[] = [];
  const folders: string[] = [];
  for (const [, indent = "", name = ""] of block.matchAll(/^( *)(\w+)\/ /gm)) {
    path.length = indent.length / 2;
    path.push(name);
    folders.push(join(...path));
  }
  return folders;
}
