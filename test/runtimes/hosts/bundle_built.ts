import { join } from "node:path";
import { build } from "esbuild";

/**
 * Bundles a module as a user would: what it imports of core and adapters comes from `dist`.
 *
 * @param entry The path of the module.
 * @param outfile Where the bundle goes.
 */
export async function bundleBuilt(entry: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: "esm",
    target: "es2022",
    logLevel: "error",
    plugins: [
      {
        name: "built",
        setup({ onResolve }) {
          onResolve({ filter: /^(?:\.\.\/)+(?:core|adapters)\/.*\.ts$/ }, ({ path }) => ({
            path: join(process.cwd(), "dist", `${path.replace(/^(?:\.\.\/)+|ts$/g, "")}js`),
          }));
        },
      },
    ],
  });
}
