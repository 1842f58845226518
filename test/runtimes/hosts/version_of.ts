import { execFileSync } from "node:child_process";

/**
 * Asks a program for its version.
 *
 * @throws {Error} If it is not there or cannot run.
 */
export function versionOf(program: string): string {
  const text = execFileSync(program, ["--version"], { encoding: "utf8" });
  return /\d[\d.-]*\d/.exec(text)?.[0] ?? text.trim();
}
