import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

/** Where the tools are installed. */
export const TOOLS_FOLDER: string = import.meta.dirname;

/** Deno colours whatever FORCE_COLOR says, even "0". */
const { FORCE_COLOR: _, ...inherited } = process.env;
const environment = { ...inherited, NO_COLOR: "1" };

/**
 * Runs a program to its end.
 *
 * @returns All that it wrote.
 * @throws {Error} With all that it wrote, if its exit code is not 0.
 */
export async function runTool(
  program: string,
  args: readonly string[],
  cwd: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<string> {
  try {
    const env = { ...environment, ...variables };
    const { stdout, stderr } = await promisify(execFile)(program, args, {
      cwd,
      env,
      maxBuffer: 64 * 1024 ** 2,
    });
    return stdout + stderr;
  } catch (error) {
    const { stdout = "", stderr = "" } = Object(error);
    throw new Error(`Cannot pass '${[program, ...args].join(" ")}':\n${stdout}${stderr}`, {
      cause: error,
    });
  }
}

/** The path of a command that package.json here has installed. */
export function toolPath(name: string): string {
  return join(TOOLS_FOLDER, "node_modules", ".bin", name);
}

/** The last line with something in it, as a tool's summary is. */
export function lastLine(output: string): string {
  return output.trim().split("\n").at(-1)?.trim() ?? "";
}
