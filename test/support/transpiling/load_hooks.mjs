/** Module hooks of Node (node:module, `register`): they transpile each source once for all processes with the same cache. */
import { createHash } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { threadId } from "node:worker_threads";

/** What tsconfig.json says. */
const COMPILER_OPTIONS = { verbatimModuleSyntax: true };

/** @type {string} */
let cache;

/** @param {{ cache: string }} data */
export function initialize(data) {
  cache = data.cache;
}

/** @type {import("node:module").LoadHook} */
export async function load(url, context, nextLoad) {
  const { protocol, pathname } = new URL(url);
  if (protocol !== "file:" || !/\.m?ts$/.test(pathname)) return nextLoad(url, context);
  return { format: "module", source: await transpiled(fileURLToPath(url)), shortCircuit: true };
}

/** @param {string} path */
async function transpiled(path) {
  const source = readFileSync(path);
  // The path stands in the source map, so it is a part of the name.
  const name = createHash("sha1").update(path).update("\0").update(source).digest("hex");
  const cached = join(cache, name);
  try {
    return readFileSync(cached);
  } catch {
    // It is not there, or this process may not read it.
  }
  const { transform } = await import("esbuild");
  const { code } = await transform(source, {
    loader: "ts",
    format: "esm",
    target: `node${process.versions.node}`,
    sourcefile: path,
    sourcemap: "inline",
    sourcesContent: false,
    tsconfigRaw: { compilerOptions: COMPILER_OPTIONS },
  });
  keep(cached, code);
  return code;
}

/** Writes what others may read meanwhile. @param {string} path @param {string} code */
function keep(path, code) {
  const draft = `${path}.${process.pid}.${threadId}`;
  try {
    writeFileSync(draft, code);
    renameSync(draft, path);
  } catch {
    // This process may not write there, or the run has ended: the next one transpiles the source again.
  }
}
