import { readFile } from "node:fs/promises";

/** The package's own file, seen from the sources and from `dist/`. */
const CANDIDATES = ["../../package.json", "../package.json"];

/** The version of the package that this file is part of. */
export async function readVersion(): Promise<string> {
  for (const candidate of CANDIDATES) {
    const file = new URL(candidate, import.meta.url);
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined) continue;
    const manifest: unknown = JSON.parse(text);
    if (typeof manifest !== "object" || manifest === null || !("version" in manifest)) continue;
    return String(manifest.version);
  }
  throw new Error("Cannot find the version: package.json is missing");
}
