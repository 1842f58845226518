import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { StoreLayout } from "../../../adapters/filesystem/disk/_store_layout.ts";

/** Lists the content files of a filesystem store, in a fixed order. */
export async function contentFiles(directory: string): Promise<readonly string[]> {
  const { contents } = new StoreLayout(directory);
  return (await readdir(contents)).toSorted().map((name) => join(contents, name));
}
