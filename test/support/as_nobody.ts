import { execFile } from "node:child_process";
import { chmod } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { SOURCE_FLAGS } from "./transpiling/source_flags.ts";

const run = promisify(execFile);

const isRoot = process.getuid?.() === 0;

/**
 * The user id with which `outcomeAsNobody` runs. Root may write anywhere, so for root it is that of `nobody`; else it is
 * unchanged.
 */
export const NOBODY: number = isRoot ? 65_534 : (process.getuid?.() ?? 0);

/** Lets everybody read a temporary folder of a test, and those that it lies in. */
export async function openToEverybody(directory: string): Promise<void> {
  const top = join(tmpdir(), "varpost-");
  for (let folder = directory; folder.startsWith(top); folder = dirname(folder)) {
    await chmod(folder, 0o755);
  }
}

/**
 * Calls an export of a module in a process of its own, for which the modes of files count.
 *
 * @param directory A temporary folder. From now on, everybody may read it.
 * @returns "done", or the code and message of the thrown error.
 */
export async function outcomeAsNobody(
  directory: string,
  module: URL,
  call: string,
): Promise<string> {
  await openToEverybody(directory);
  const script = `
    const module = await import(${JSON.stringify(module.href)});
    await import("better-sqlite3");
    if (${isRoot}) {
      process.setgroups([]);
      process.setgid(${NOBODY});
      process.setuid(${NOBODY});
    }
    const outcome = await module.${call}.then(
      () => "done",
      (error) => error.code + ": " + error.message,
    );
    process.stdout.write(outcome);
    process.exit();`;
  const flags = [...SOURCE_FLAGS, "--input-type=module", "--eval", script];
  return (await run(process.execPath, flags)).stdout;
}
