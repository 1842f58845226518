import { execFile } from "node:child_process";
import { cp, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Makes the build context of a clone, as Docker would send it: the files that git knows, less those that `.dockerignore` keeps out.
 *
 * @param clone The folder of the clone.
 * @param directory Where the context is made.
 */
export async function makeBuildContext(clone: string, directory: string): Promise<void> {
  const isWanted = readIgnored(await readFile(join(clone, ".dockerignore"), "utf8"));
  const { stdout } = await run(
    "git",
    ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
    {
      cwd: clone,
      maxBuffer: 2 ** 26,
    },
  );
  for (const path of stdout.split("\0").filter((path) => path !== "" && isWanted(path))) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await cp(join(clone, path), join(directory, path));
  }
}

/** Reads the two kinds of patterns that ours has: `*` for all, and `!PATH` for a file, or for a folder and all in it. */
function readIgnored(text: string): (path: string) => boolean {
  const [all, ...kept] = text.split("\n").filter((line) => !/^\s*(#|$)/.test(line));
  if (all !== "*" || kept.some((line) => !/^![\w./-]+$/.test(line))) {
    throw new Error("Cannot read .dockerignore: it has more than '*' first, and '!PATH'");
  }
  const paths = kept.map((line) => line.slice(1));
  return (path) => paths.some((top) => path === top || path.startsWith(`${top}/`));
}
