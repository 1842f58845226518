import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";

/**
 * Installs the packages of a folder, unless those of its lock file are installed already.
 *
 * @throws {Error} If npm fails. npm has printed the reason.
 */
export function installPackages(folder: string): void {
  const changed = (file: string) =>
    statSync(`${folder}/${file}`, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  // npm writes the hidden lock file after it has installed the packages of the lock file.
  if (changed("node_modules/.package-lock.json") >= changed("package-lock.json")) return;
  const args = ["ci", "--no-audit", "--no-fund"];
  const { status } = spawnSync("npm", args, { cwd: folder, stdio: "inherit" });
  if (status !== 0) throw new Error(`Cannot install the packages of '${folder}'`);
}
