import assert from "node:assert/strict";
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { StoreLayout } from "../../../adapters/filesystem/disk/_store_layout.ts";
import type { VariableStorage } from "../../../core/storage/storage.ts";
import { filled, openWithSegments, putBytes } from "../../support/filesystem_store.ts";
import { suite } from "../../support/suite.ts";
import { withTempDir } from "../../support/temp_dir.ts";
import { until } from "../../support/until.ts";

const SEGMENT_BYTES = 65_536;
/** The garbage that may be left beyond what is live: 16 MB where segments have 64. */
const MAX_GARBAGE = SEGMENT_BYTES / 4;

const test = suite("garbage of the log");

test("is little after instances came and went, though each deletion is a record, too", () =>
  withTempDir(async (directory) => {
    const storage = await openWithSegments(directory, SEGMENT_BYTES);
    const ids = Array.from({ length: 190 }, (_, index) => `instance ${index} `.padEnd(60, "-"));
    await Promise.all(ids.map((id) => storage.apply(id, [putBytes("a", filled(1, 1))])));
    await Promise.all(ids.map((id) => storage.apply(id, [{ op: "clear" }])));
    await until(async () => (await logBytes(directory)) <= MAX_GARBAGE);
    await storage.close();
  }));

test("is merged when the store is opened, though nothing is committed", () =>
  withTempDir(async (directory) => {
    const first = await openWithSegments(directory, SEGMENT_BYTES);
    for (let number = 0; number < 60; number++) await put(first, 1);
    await first.close();
    assert.ok((await logBytes(directory)) > MAX_GARBAGE);
    const second = await openWithSegments(directory, SEGMENT_BYTES);
    await until(async () => (await logBytes(directory)) <= MAX_GARBAGE);
    await second.close();
  }));

test("does not have the segment sealed that is being written, though all of it is garbage", () =>
  withTempDir(async (directory) => {
    const segmentBytes = 100_000;
    const storage = await openWithSegments(directory, segmentBytes);
    // Each segment gets less garbage than is left alone.
    for (let number = 0; number < 500; number++) await put(storage, number);
    for (let number = 0; number < 364; number++) await put(storage, (number * 37) % 500);
    const before = await lastSegment(directory);
    for (let count = 0; count < 1_500; count++) {
      await storage.apply("hot", [putBytes("a", filled(100, count % 256))]);
    }
    const made = (await lastSegment(directory)) - before;
    assert.ok(made < 30, `${made} segments for 235 KB of records`);
    await storage.close();
  }));

test("is merged, though a segment cannot be read any more", () =>
  withTempDir(async (directory) => {
    const storage = await openWithSegments(directory, 4_096);
    // More segments than have open descriptors.
    for (let number = 0; number < 200; number++) await put(storage, number);
    const { log } = new StoreLayout(directory);
    const [first = ""] = await logsOf(directory);
    await rm(join(log, first));
    await rm(join(log, first.replace(".log", ".hint")), { force: true });
    await storage.apply("cold", [{ op: "clear" }]);
    await until(async () => (await logsOf(directory)).length < 10);
    await storage.close();
  }));

function put(storage: VariableStorage, number: number): Promise<unknown> {
  return storage.apply("cold", [putBytes(`a${number}`, filled(1_000, 1))]);
}

async function lastSegment(directory: string): Promise<number> {
  return Number.parseInt((await logsOf(directory)).at(-1) ?? "0", 10);
}

async function logBytes(directory: string): Promise<number> {
  const { log } = new StoreLayout(directory);
  const sizes = (await logsOf(directory)).map((name) =>
    stat(join(log, name)).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

async function logsOf(directory: string): Promise<readonly string[]> {
  const names = await readdir(new StoreLayout(directory).log);
  return names.filter((name) => name.endsWith(".log")).sort();
}
