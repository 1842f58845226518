import { execFile } from "node:child_process";
import { chmod } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const isRoot = process.getuid?.() === 0;

/** The user that `outcomeAsNobody` runs as: root may write anywhere, so by custom this one, else the same. */
export const NOBODY: number = isRoot ? 65_534 : (process.getuid?.() ?? 0);

/**
 * Calls an export of a module in a process of its own that has to keep to the modes of files.
 *
 * @param directory A temporary folder, which everybody may look into from now on.
 * @returns "done", or the code and message of the error that was thrown.
 */
export async function outcomeAsNobody(
  directory: string,
  module: URL,
  call: string,
): Promise<string> {
  const top = join(tmpdir(), "varpost-");
  for (let folder = directory; folder.startsWith(top); folder = dirname(folder)) {
    await chmod(folder, 0o755);
  }
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
  const flags = ["--import", "tsx", "--input-type=module", "--eval", script];
  return (await run(process.execPath, flags)).stdout;
}
