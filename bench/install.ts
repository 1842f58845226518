/** Installs the peers of bench/package.json, unless the ones of its lock file are there already. */
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";

const folder = import.meta.dirname;

function changed(file: string): number {
  return statSync(`${folder}/${file}`, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

// npm writes the hidden lock file when it has installed what the lock file says.
if (changed("node_modules/.package-lock.json") < changed("package-lock.json")) {
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: folder,
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
}
