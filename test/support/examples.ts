import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { readPages } from "./pages.ts";

/** A fenced TypeScript or JavaScript block in a doc comment or a Markdown file. It is a module of its own. */
export interface Example {
  /** The file in which it stands. */
  readonly file: string;
  /** The line of its fence, from 1. */
  readonly line: number;
  readonly language: "ts" | "js";
  readonly code: string;
}

/** Finds the examples of a file: in Markdown anywhere, in TypeScript only in doc comments. */
export function extractExamples(file: string, text: string): Example[] {
  const prefix = file.endsWith(".md") ? "" : String.raw`[ \t]*\*[ ]?`;
  const fence = new RegExp(
    String.raw`^${prefix}\`\`\`(ts|js)\n((?:^(?!${prefix}\`\`\`).*\n)*)${prefix}\`\`\`$`,
    "gm",
  );
  return [...text.matchAll(fence)].map((match) => ({
    file,
    line: text.slice(0, match.index).split("\n").length,
    language: match[1] === "js" ? "js" : "ts",
    code: (match[2] ?? "").replace(new RegExp(`^${prefix}`, "gm"), ""),
  }));
}

/** Finds all examples in the sources and in the Markdown pages. */
export async function findExamples(root: string): Promise<Example[]> {
  const files = (await readPages(root)).map(({ file }) => file);
  for (const folder of ["core", "adapters", "server"]) {
    const entries = await readdir(join(root, folder), { recursive: true });
    files.push(...entries.filter((file) => file.endsWith(".ts")).map((file) => join(folder, file)));
  }
  const found = await Promise.all(
    files.map(async (file) => extractExamples(file, await readFile(join(root, file), "utf8"))),
  );
  return found.flat();
}

/**
 * Prepares a folder in which `varpost` can be imported as by a user. It has the same `exports`, but they lead to the sources
 * instead of the built files.
 */
export async function createWorkspace(root: string, directory: string): Promise<void> {
  const { exports } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const packageDirectory = join(directory, "node_modules", "varpost");
  await mkdir(packageDirectory, { recursive: true });
  const sources = JSON.stringify(exports).replaceAll(/\.\/dist\/([^"]+)\.js/g, "./$1.ts");
  await writeFile(
    join(packageDirectory, "package.json"),
    `{"name":"varpost","type":"module","exports":${sources}}`,
  );
  await writeFile(join(directory, "package.json"), `{"type":"module"}`);
  for (const folder of ["core", "adapters", "server"]) {
    await symlink(resolve(root, folder), join(packageDirectory, folder));
  }
  for (const name of [
    "@types",
    "better-sqlite3",
    "camunda-external-task-client-js",
    "express",
    "fastify",
    "hono",
  ]) {
    await symlink(resolve(root, "node_modules", name), join(directory, "node_modules", name));
  }
}
