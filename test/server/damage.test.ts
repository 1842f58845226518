/** If one bit of a stored value was flipped on the disk, the server never answers with the wrong value. */
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import { content } from "../../adapters/contract/_content.ts";
import { FilesystemStorage } from "../../adapters/filesystem.ts";
import { SqliteStorage } from "../../adapters/sqlite.ts";
import type { VariableStorage } from "../../core/mod.ts";
import { flipBit } from "../support/damage/flip_bit.ts";
import { putBytes } from "../support/filesystem_store.ts";
import { fromAsync } from "../support/from_async.ts";
import { withTempDir } from "../support/temp_dir.ts";
import { bindings } from "./_matrix.ts";

const LARGE = content(1_000_000, 1);
const INLINE = content(1_000, 2);
/** An offset in the third chunk of the large value (SQLite), which is its tenth block (filesystem). */
const DAMAGED = 600_000;

for (const [name, openStore] of [
  ["filesystem", (path: string) => FilesystemStorage.open(path)],
  ["sqlite", (path: string) => SqliteStorage.open(path)],
] as const) {
  bindings(`damage on ${name}`, (test, withService) => {
    test("breaks a download off, and is an error of the server before", () =>
      withDamagedStore(openStore, (storage) =>
        withService(
          async ({ open, send, logged }) => {
            const get = (variable: string, range?: string) => ({
              path: `/process-instance/i/variables/${variable}`,
              headers: range === undefined ? {} : { range: `bytes=${range}` },
            });
            const answer = await open(get("large/data"));
            assert.equal(answer.status, 200);
            assert.equal(answer.headers["content-length"], "1000000");
            await assert.rejects(fromAsync(answer.body));
            assert.equal(logged.length, 1);
            for (const range of ["0-499999", "800000-", "-1"]) {
              const part = await send(get("large/data", range));
              assert.equal(part.status, 206);
              const [, start, end] = /(\d+)-(\d+)/.exec(part.headers["content-range"] ?? "") ?? [];
              assert.ok(part.body.equals(LARGE.slice(Number(start), Number(end) + 1)));
            }
            const failed = [
              await send(get("large/data", `${DAMAGED}-${DAMAGED}`)),
              await send(get("large/data", "640000-640001")),
              await send(get("inline/data")),
              await send(get("inline")),
              await send(get("")),
            ];
            for (const { status } of failed) assert.equal(status, 500);
            assert.equal(logged.length, 1 + failed.length);
            for (const { fields } of logged) assert.match(inspect(fields["fault"]), /corrupt/);
          },
          { storage },
        ),
      ));
  });
}

async function withDamagedStore(
  open: (path: string) => Promise<VariableStorage>,
  run: (storage: VariableStorage) => Promise<void>,
): Promise<void> {
  await withTempDir(async (directory) => {
    const path = join(directory, "store");
    let storage = await open(path);
    await storage.apply("i", [putBytes("large", LARGE), putBytes("inline", INLINE)]);
    // The log needs a good last frame: a bad last frame would be taken for a torn one.
    await storage.apply("i", [putBytes("other", INLINE.subarray(1))]);
    if (storage instanceof SqliteStorage) await storage.close();
    await damage(directory, LARGE.subarray(DAMAGED, DAMAGED + 16));
    await damage(directory, INLINE.subarray(0, 16));
    if (storage instanceof SqliteStorage) storage = await open(path);
    try {
      await run(storage);
    } finally {
      await storage.close();
    }
  });
}

/**
 * Flips one bit in every copy of these bytes. There may be more than one: when SQLite moves a row within its page, the old bytes
 * stay in the unused part of the page, and damage to them is none.
 */
async function damage(directory: string, bytes: Uint8Array): Promise<void> {
  let copies = 0;
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const held = await readFile(path);
    for (let at = held.indexOf(bytes); at !== -1; at = held.indexOf(bytes, at + 1), copies++) {
      await flipBit(path, 8 * at + 3);
    }
  }
  if (copies === 0) throw new Error("Cannot damage the store: it has no such bytes");
}
