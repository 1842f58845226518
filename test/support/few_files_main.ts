/**
 * Uses a filesystem store while the rest of the process holds all files that it may open: lists the instances, puts small and large
 * values, and reads them. Then it prints `all well`.
 *
 * few_files_main.ts DIRECTORY
 */
import assert from "node:assert/strict";
import { closeSync, openSync } from "node:fs";
import { FilesystemStorage } from "../../adapters/filesystem.ts";
import { filled, putBytes, readBytes } from "./filesystem_store.ts";

const SMALL = filled(10, 1);
const LARGE = filled(100_000, 2);
const INSTANCES = 100;

const [directory = ""] = process.argv.slice(2);
const storage = await FilesystemStorage.open(directory);
for (let at = 0; at < INSTANCES; at++) await storage.apply(`old${at}`, [putBytes("a", SMALL)]);
// This loads all modules that are needed below, since loading them needs files, too.
await storage.apply("old0", [putBytes("b", LARGE)]);

const others = openAllThatAreLeft();
assert.equal((await storage.instances()).length, INSTANCES);
others.push(...openAllThatAreLeft());
await Promise.all(
  Array.from({ length: 8 }, async (_, at) => {
    await storage.apply(`new${at}`, [putBytes("a", SMALL), putBytes("b", LARGE)]);
    assert.deepEqual(await readBytes(storage, `new${at}`, "b"), LARGE);
  }),
);
for (let at = 0; at < INSTANCES; at++) {
  assert.deepEqual(await readBytes(storage, `old${at}`, "a"), SMALL);
}
for (const fd of others) closeSync(fd);
await storage.close();
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
