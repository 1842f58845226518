import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where a program lies on PATH. */
export function findProgram(name: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}
