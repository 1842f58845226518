import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runTool, TOOLS_FOLDER } from "./run_tool.ts";

/** The oldest that knows `await using`, the last that most had before iterators got more type parameters, and today's. */
export const TYPESCRIPTS = ["5.2", "5.4", "newest"] as const;

const RESOLUTIONS = [
  { module: "node16", moduleResolution: "node16" },
  { module: "esnext", moduleResolution: "bundler" },
] as const;

/** Entries that run on Node.js alone. All others have to compile without its types. */
const NODE_ENTRIES = ["filesystem", "sqlite", "postgres", "contract", "server", "testing"];

/** What a consumer has besides the language. */
const PLATFORMS = [
  { consumer: "web", lib: ["ES2022", "DOM"], types: [] },
  { consumer: "web", lib: ["ES2022", "WebWorker"], types: [] },
  { consumer: "node", lib: ["ES2022"], types: ["node"] },
] as const;

/**
 * Compiles consumers of all entries, strictly, declarations of the package included.
 *
 * @param project A folder with the packed file installed.
 * @param entries The names to import, as in `varpost/server`.
 * @param version The TypeScript that does it.
 * @returns How many programs compiled.
 */
export async function checkTypes(
  project: string,
  entries: readonly string[],
  version: (typeof TYPESCRIPTS)[number],
): Promise<number> {
  const compiler = join(TOOLS_FOLDER, "node_modules", `typescript-${version}`, "bin", "tsc");
  let count = 0;
  for (const { consumer, lib, types } of PLATFORMS) {
    const reached = entries.filter((entry) => consumer === "node" || !needsNode(entry));
    const imports = reached.map((entry, index) => `export * as entry${index} from "${entry}";\n`);
    await writeFile(join(project, `${consumer}_entries.ts`), imports.join(""));
    await cp(join(TOOLS_FOLDER, "consumers", `${consumer}.ts`), join(project, `${consumer}.ts`));
    for (const resolution of RESOLUTIONS) {
      const compilerOptions = {
        ...resolution,
        target: "ES2022",
        lib,
        types,
        typeRoots: [join(TOOLS_FOLDER, "node_modules", "@types")],
        strict: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: false,
        noEmit: true,
      };
      const files = [`${consumer}.ts`, `${consumer}_entries.ts`];
      const config = join(project, "tsconfig.json");
      await writeFile(config, JSON.stringify({ files, compilerOptions }));
      await runTool(process.execPath, [compiler, "-p", project], project);
      count++;
    }
  }
  return count;
}

function needsNode(entry: string): boolean {
  return NODE_ENTRIES.some((name) => entry.endsWith(`/${name}`));
}
