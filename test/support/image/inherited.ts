import { spawnSync } from "node:child_process";

/**
 * Runs a program, whose output is that of this process.
 *
 * @throws {Error} If it does not run, or fails.
 */
export function inherited(program: string, args: readonly string[]): void {
  const { status, error } = spawnSync(program, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (error !== undefined) throw new Error(`Cannot run ${program}: ${error.message}`);
  if (status !== 0) throw new Error(`Cannot go on: ${program} ended with ${status}`);
}
