import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The bytes that everything below a path takes on the disk. SQLite's other files beside its own are counted, too. */
export function diskBytes(path: string): Promise<number> {
  return diskUse(path, "--block-size=1");
}

/** The number of files and folders at and below a path. */
export function diskInodes(path: string): Promise<number> {
  return diskUse(path, "--inodes");
}

async function diskUse(path: string, option: string): Promise<number> {
  const { stdout } = await run("sh", ["-c", 'du -c -s "$1" "$0"*', path, option]);
  const total = /^(\d+)\ttotal$/m.exec(stdout)?.[1];
  if (total === undefined) throw new Error(`Cannot see how much '${path}' takes`);
  return Number(total);
}
