import assert from "node:assert/strict";
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { StoreLayout } from "../../../../adapters/filesystem/disk/_store_layout.ts";
import { nextTurn } from "../../../../core/_next_turn.ts";
import type { VariableStorage } from "../../../../core/storage/storage.ts";
import { filled, openWithSegments, putBytes } from "../../../support/filesystem_store.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";

const SEGMENT_BYTES = 4_096;
/** A byte of the first record's key. */
const IN_HEAD = 30;

const test = suite("Log");

test("hides no record that was damaged before the segment was sealed", () =>
  withTempDir(async (directory) => {
    const storage = await withDamagedHead(directory);
    for (let count = 0; count < 10; count++) await put(storage, `b${count}`);
    await assert.rejects(storage.stat("i", "a"), { code: "corrupt" });
    await storage.close();
    await assert.rejects(openWithSegments(directory, SEGMENT_BYTES), { code: "corrupt" });
  }));

test("lets no segment be merged of which it is not known whose values are lost", () =>
  withTempDir(async (directory) => {
    const storage = await withDamagedHead(directory);
    const [damaged] = await segmentsOf(directory);
    // Garbage is merged all the time.
    for (let count = 0; count < 200; count++) await put(storage, "b");
    while ((await segmentsOf(directory)).length > 4) await nextTurn();
    assert.equal((await segmentsOf(directory))[0], damaged);
    await assert.rejects(storage.stat("i", "a"), { code: "corrupt" });
    await storage.close();
  }));

async function withDamagedHead(directory: string): Promise<VariableStorage> {
  const storage = await openWithSegments(directory, SEGMENT_BYTES);
  await put(storage, "a");
  const [segment = ""] = await segmentsOf(directory);
  const file = await open(join(new StoreLayout(directory).log, segment), "r+");
  await file.write(Uint8Array.of(0xff), 0, 1, IN_HEAD);
  await file.close();
  return storage;
}

function put(storage: VariableStorage, name: string): Promise<unknown> {
  return storage.apply("i", [putBytes(name, filled(1_000, 1))]);
}

async function segmentsOf(directory: string): Promise<readonly string[]> {
  const names = await readdir(new StoreLayout(directory).log);
  return names.filter((name) => name.endsWith(".log")).sort();
}
