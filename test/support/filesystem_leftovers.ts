import { open, readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { StoreLayout } from "../../adapters/filesystem/disk/_store_layout.ts";
import { replayLog } from "../../adapters/filesystem/log/_replay_log.ts";

/**
 * Names all files in the directory of a `FilesystemStorage` to which no variable refers. The storage may be open. Nothing is
 * changed.
 */
export async function filesystemLeftovers(directory: string): Promise<readonly string[]> {
  const layout = new StoreLayout(directory);
  const leftovers: string[] = [];
  for (const folder of [layout.stage, layout.trash]) {
    for (const entry of await readdir(folder)) leftovers.push(join(folder, entry));
  }
  for (const shard of layout.shards()) {
    for (const entry of await readdir(shard)) {
      const path = join(shard, entry);
      if (entry.endsWith(".log")) {
        if ((await readLog(path)).variables === 0) leftovers.push(path);
        continue;
      }
      const { files } = await readLog(`${path.slice(0, -".d".length)}.log`);
      // The folder may have been swept meanwhile.
      const contents = await readdir(path).catch(() => []);
      if (files.size === 0 && contents.length === 0) continue;
      for (const file of contents) if (!files.has(file)) leftovers.push(join(path, file));
    }
  }
  return leftovers.map((path) => relative(directory, path));
}

async function readLog(path: string): Promise<{ variables: number; files: Set<string> }> {
  const variables = new Map<string, string | undefined>();
  const file = await open(path).catch(() => undefined);
  if (file !== undefined) {
    await replayLog(file.fd, {
      visit(description) {
        if ("deleted" in description) variables.delete(description.deleted);
        else if ("name" in description) variables.set(description.name, description.file);
      },
    }).finally(() => file.close());
  }
  const files = new Set<string>();
  for (const file of variables.values()) if (file !== undefined) files.add(file);
  return { variables: variables.size, files };
}
