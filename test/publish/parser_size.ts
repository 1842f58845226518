import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** What `parseMultipart` costs a page that bundles it alone, minified, in bytes. */
export async function parserSize(
  project: string,
): Promise<{ readonly minified: number; readonly gzipped: number }> {
  const { outputFiles } = await build({
    stdin: { contents: 'export { parseMultipart } from "varpost";', resolveDir: project },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error("Cannot bundle the parser: esbuild gave no file");
  return {
    minified: file.contents.length,
    gzipped: gzipSync(file.contents, { level: 9 }).length,
  };
}
