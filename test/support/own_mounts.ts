import { spawnSync } from "node:child_process";

const NAMESPACE = "OWN_MOUNTS_NAMESPACE";

/**
 * Makes this command run in a namespace of its own, so that what it mounts disappears with it, however it ends. It runs the command
 * again, and ends this process with it.
 */
export function useOwnMounts(): void {
  if (process.env[NAMESPACE] !== undefined) return;
  const flags = process.getuid?.() === 0 ? ["--mount"] : ["--map-root-user", "--mount"];
  const self = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const { status, error } = spawnSync("unshare", [...flags, ...self], {
    stdio: "inherit",
    env: { ...process.env, [NAMESPACE]: "own" },
  });
  if (error !== undefined) {
    process.stderr.write(`Cannot mount a disk: unshare does not run: ${error.message}\n`);
  }
  process.exit(status ?? 1);
}
