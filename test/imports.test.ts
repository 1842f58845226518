import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { suite } from "./support/suite.ts";

const test = suite("import directions");

/** What each part may import besides itself. `npm` stands for packages, `node` for Node's own modules. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  core: [],
  adapters: ["core", "node", "npm"],
  server: ["core", "node"],
};

/** The only files of the server that know the adapters. */
const KNOW_ADAPTERS = ["server/main.ts", "server/command_line/open_storage.ts"];

const imports = await readImports(Object.keys(ALLOWED));

test("are those of the design", () => {
  const wrong: string[] = [];
  for (const [file, specifiers] of imports) {
    const part = partOf(file);
    const allowed = [part, ...(ALLOWED[part] ?? [])];
    if (KNOW_ADAPTERS.includes(file)) allowed.push("adapters");
    for (const specifier of specifiers) {
      if (!allowed.includes(partOf(specifier))) wrong.push(`${file} imports ${specifier}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test("of the memory adapter are the core and its own files: it runs in browsers, too", () => {
  const reached = reachedFrom("adapters/memory.ts");
  const foreign = reached.filter((file) => !/^(core|adapters\/memory)\b|^adapters\/_/.test(file));
  assert.deepEqual(foreign, []);
  assert.ok(reached.includes("adapters/memory/_memory_driver.ts"));
});

test("run in no circle", () => {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]) => {
    assert.ok(!path.includes(file), `Circle: ${[...path, file].join(" -> ")}`);
    if (done.has(file)) return;
    for (const specifier of imports.get(file) ?? []) visit(specifier, [...path, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
});

test("are found at all", () => {
  assert.ok(imports.get("core/mod.ts")?.includes("core/errors/limit_exceeded_error.ts"));
});

/** All that a file imports, itself or through others. */
function reachedFrom(file: string): readonly string[] {
  const reached = new Set([file]);
  // A set goes on with what is added to it meanwhile.
  for (const next of reached) {
    for (const specifier of imports.get(next) ?? []) reached.add(specifier);
  }
  return [...reached];
}

/** The imports of each source file: paths from the root, or `node:…`, or a package's name. */
async function readImports(folders: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const folder of folders) {
    for (const entry of await readdir(folder, { recursive: true })) {
      if (!entry.endsWith(".ts")) continue;
      const file = join(folder, entry);
      const code = (await readFile(file, "utf8")).replaceAll(/\/\*.*?\*\//gs, "");
      const specifiers = [
        ...code.matchAll(/\b(?:from|import)\s+"([^"]+)"/g),
        ...code.matchAll(/\bimport\(\s*"([^"]+)"/g),
      ].map((match) => match[1] ?? "");
      found.set(
        file,
        specifiers.map((specifier) =>
          specifier.startsWith(".") ? normalize(join(dirname(file), specifier)) : specifier,
        ),
      );
    }
  }
  return found;
}

function partOf(specifier: string): string {
  if (specifier.startsWith("node:")) return "node";
  const [first = ""] = specifier.split("/");
  return specifier.endsWith(".ts") ? first : "npm";
}
