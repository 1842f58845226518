import { readdir } from "node:fs/promises";
import { join } from "node:path";

/**
 * Finds the test files below a folder, but for those of packages, sorted.
 *
 * @param root The folder.
 * @param filters Pieces of paths. Only files whose path holds one of them are returned; if there are no filters, all files are.
 */
export async function findTests(root: string, filters: readonly string[]): Promise<string[]> {
  const entries = await readdir(root, { recursive: true });
  return entries
    .filter((entry) => entry.endsWith(".test.ts") && !entry.includes("node_modules"))
    .map((entry) => join(root, entry))
    .filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter)))
    .sort();
}
