import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { suite } from "./support/suite.ts";

const test = suite("jsr.json");
const npm = JSON.parse(await readFile("package.json", "utf8"));
const jsr = JSON.parse(await readFile("jsr.json", "utf8"));

test("has the version, the license and the entries of package.json", () => {
  assert.deepEqual([jsr.version, jsr.license], [npm.version, npm.license]);
  const sources = Object.entries<string>(npm.exports).map(([entry, file]) => [
    entry,
    file.replace("./dist/", "./").replace(/\.js$/, ".ts"),
  ]);
  assert.deepEqual(jsr.exports, Object.fromEntries(sources));
});

test("publishes the folders that npm packs, without what is built", () => {
  const folders = jsr.publish.include
    .filter((pattern: string) => pattern.includes("/**/"))
    .map((pattern: string) => pattern.replace(/\/\*\*\/.*/, ""));
  const packed = npm.files.filter((name: string) => /^\w+$/.test(name) && name !== "dist");
  assert.deepEqual(folders, packed);
});
