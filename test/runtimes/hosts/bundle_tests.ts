import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";

const FOLDER = "test/runtimes";
const FIXTURES = "test/fixtures";
const JSPM = `${FOLDER}/node_modules/@jspm/core/nodelibs/browser`;

/** Goes before the first line of a page's test files. What they test does not see it. */
const NODE_GLOBALS = `import { Buffer, clearImmediate, process, setImmediate } from "${process.cwd()}/${FOLDER}/portable/node_globals.ts"; `;

/** What is put behind the test file in its bundle, and what of Node the runtime has. */
export type BundleHost = "worker" | "page";

/**
 * Bundles each test file into a module of its own.
 *
 * @param directory Where `PATH.js` goes for each file `PATH.ts`.
 */
export async function bundleTests(
  files: readonly string[],
  host: BundleHost,
  directory: string,
): Promise<void> {
  await build({
    entryPoints: files.map((file) => ({ in: `host:${file}`, out: file.replace(/\.ts$/, "") })),
    outdir: directory,
    bundle: true,
    format: "esm",
    target: "es2022",
    logLevel: "error",
    plugins: [hostPlugin(host)],
    // Test files name their fixtures from here, with as many `../` as they like.
    define: { "import.meta.url": '"file:///bundle/"' },
  });
}

function hostPlugin(host: BundleHost): Plugin {
  return {
    name: "host",
    setup({ onResolve, onLoad }) {
      const here = (path: string) => ({ path: join(process.cwd(), path) });
      onResolve({ filter: /^host:/ }, ({ path }) => ({ path: path.slice(5), namespace: "host" }));
      const ending = host === "worker" ? "export { default } from" : "import";
      onLoad({ filter: /./, namespace: "host" }, ({ path }) => ({
        contents: `import "./${path}"; ${ending} "./${FOLDER}/portable/${host}.ts";`,
        resolveDir: process.cwd(),
      }));
      if (host === "page") {
        onLoad({ filter: /\/test\/(?:core|adapters|support)\/.*\.ts$/ }, async ({ path }) => ({
          contents: NODE_GLOBALS + (await readFile(path, "utf8")),
          loader: "ts",
        }));
      }
      onResolve({ filter: /\/support\/suite\.ts$/ }, () => here(`${FOLDER}/portable/suite.ts`));
      onResolve({ filter: /^node:fs(?:\/promises)?$/ }, ({ path }) => ({
        path,
        namespace: "fixtures",
      }));
      onLoad({ filter: /./, namespace: "fixtures" }, async () => ({
        contents: await fixturesModule(),
        resolveDir: process.cwd(),
      }));
      onResolve({ filter: /^node:/ }, ({ path }) => {
        if (host === "worker") return { path, external: true };
        return here(`${JSPM}/${path.slice("node:".length)}.js`);
      });
    },
  };
}

/** Of `node:fs` the reading of fixtures: they are in the bundle. */
async function fixturesModule(): Promise<string> {
  const entries = await readdir(FIXTURES, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const table = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      const url = `file:///${path.slice("test/".length)}`;
      return `${JSON.stringify(url)}: "${(await readFile(path)).toString("base64")}"`;
    }),
  );
  return `import { Buffer } from "node:buffer";
    const FILES = { ${table.join(", ")} };
    export function readFileSync(url) {
      const file = FILES[url.href];
      if (file === undefined) throw new Error("Cannot read " + url + ": it is no fixture");
      return Buffer.from(file, "base64");
    }
    export async function readFile(url) { return readFileSync(url); }`;
}
