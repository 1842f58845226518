import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { SOURCE_FLAGS } from "./transpiling/source_flags.ts";

/** How the program ended, and what it wrote. */
export interface VarpostResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program in a directory until it ends. */
export function runVarpost(directory: string, args: readonly string[]): Promise<VarpostResult> {
  const main = resolve("server/main.ts");
  const { PATH } = process.env;
  return new Promise((done) => {
    execFile(
      process.execPath,
      [...SOURCE_FLAGS, main, ...args],
      { cwd: directory, env: { PATH } },
      (error, stdout, stderr) => {
        const code = typeof error?.code === "number" ? error.code : error === null ? 0 : -1;
        done({ code, stdout, stderr });
      },
    );
  });
}
