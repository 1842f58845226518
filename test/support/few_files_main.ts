/**
 * Uses a filesystem store while the rest of the process holds all files that it may open: small values are put, read, listed and
 * deleted all the same; large ones fail, and work again when there are files. Then it prints `all well`.
 *
 * few_files_main.ts DIRECTORY
 */
import assert from "node:assert/strict";
import { closeSync, openSync } from "node:fs";
import { FilesystemStorage } from "../../adapters/filesystem.ts";
import { filesystemLeftovers } from "./filesystem_leftovers.ts";
import { filled, putBytes, readBytes } from "./filesystem_store.ts";

const SMALL = filled(10, 1);
const LARGE = filled(100_000, 2);
const INSTANCES = 300;
const IO = { name: "StorageError", code: "io" };

const [directory = ""] = process.argv.slice(2);
const storage = await FilesystemStorage.open(directory);
const put = (instance: string) => storage.apply(instance, [putBytes("a", SMALL)]);
const putLarge = () => storage.apply("large", [putBytes("b", LARGE)]);
const ids = Array.from({ length: INSTANCES }, (_, at) => `i${at}`);
// This loads all modules that are needed below, since loading them needs files, too.
await Promise.all(ids.map(put));
await putLarge();
assert.deepEqual(await readBytes(storage, "large", "b"), LARGE);

const others = openAllThatAreLeft();
await Promise.all(ids.map((id) => put(`new ${id}`)));
for (const id of ids) {
  assert.deepEqual(await readBytes(storage, `new ${id}`, "a"), SMALL);
  await storage.apply(id, [{ op: "delete", name: "a" }]);
}
assert.equal((await storage.instances()).length, INSTANCES + 1);
// Node itself may close a file late, as one of a module: that is taken, too, while the storage waits for one.
const taking = setInterval(() => others.push(...openAllThatAreLeft()), 1);
others.push(...openAllThatAreLeft());
await Promise.all([
  assert.rejects(putLarge(), IO),
  assert.rejects(readBytes(storage, "large", "b"), IO),
]);
clearInterval(taking);
await put("last");
for (const fd of others) closeSync(fd);

await putLarge();
assert.deepEqual(await readBytes(storage, "large", "b"), LARGE);
await storage.close();
assert.deepEqual(await filesystemLeftovers(directory), []);
console.log("all well");

function openAllThatAreLeft(): number[] {
  const fds: number[] = [];
  for (;;) {
    try {
      fds.push(openSync("/dev/null", "r"));
    } catch {
      return fds;
    }
  }
}
