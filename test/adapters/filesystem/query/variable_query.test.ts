import assert from "node:assert/strict";
import { open, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { FilesystemStorage } from "../../../../adapters/filesystem.ts";
import {
  keyAfter,
  meetsScalarConditions,
  numberKey,
  scalarKey,
} from "../../../../core/storage/query/mod.ts";
import type { QueryPosition, StorageQuery } from "../../../../core/storage/query/storage_query.ts";
import type { PutChange, VariableStorage } from "../../../../core/storage/storage.ts";
import { countCalls } from "../../../support/count_calls.ts";
import { openWithSegments, withFilesystemStore } from "../../../support/filesystem_store.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";

/** So many that their values are read once, and kept. */
const INSTANCES = 3_000;
const RARE = 700;

const test = suite("VariableQuery");

test("reads the values of a name once, and then only what it has found", () =>
  withFilesystemStore(async (storage) => {
    await fill(storage);
    assert.deepEqual(await find(storage, RARE), [idOf(INSTANCES)]);
    const reads = await countCalls("read", async () => {
      assert.deepEqual(await find(storage, RARE), [idOf(INSTANCES)]);
      assert.equal(await count(storage, RARE), 1);
    });
    assert.equal(reads, 1);
  }));

test("leaves the values of few variables to the caller", () =>
  withFilesystemStore(async (storage) => {
    await fill(storage);
    const instanceIds = [idOf(1), idOf(2), idOf(3)];
    const page = await storage.query?.({ ...equalTo(2), instanceIds }, { skip: 1 });
    assert.deepEqual(page?.left, ["values"]);
    assert.equal(page?.skipped, 0);
    assert.equal(page?.variables.length, 3);
  }));

test("knows values that change, come, move and go, while they are read and later", () =>
  withTempDir(async (directory) => {
    // Segments are so short that the merger moves records all the time.
    const storage = await openWithSegments(join(directory, "store"), 65_536);
    await fill(storage);
    const expected = new Map<string, number>();
    for (let i = 0; i < INSTANCES; i++) expected.set(idOf(i), i % 100);
    const asking = Promise.all([count(storage, 7), count(storage, 7), find(storage, 8)]);
    const writes: Promise<unknown>[] = [];
    for (let i = 0; i < 6_000; i++) {
      const id = idOf((i * 7_919) % (INSTANCES - 500));
      if (i % 5 === 0) expected.delete(id);
      else expected.set(id, i % 50);
      const change = i % 5 === 0 ? ({ op: "delete", name: "n" } as const) : put("n", i % 50);
      writes.push(storage.apply(id, [change]));
      if (i % 100 === 0) await Promise.all(writes);
    }
    await Promise.all([...writes, asking]);
    for (const value of [7, 8, 70]) {
      const wanted = [...expected].filter(([, each]) => each === value).map(([id]) => id);
      assert.equal(await count(storage, value), wanted.length);
      assert.deepEqual(await find(storage, value), wanted.sort());
    }
    await storage.close();
  }));

test("refuses only the page that has a damaged value, since the caller gets all values then", () =>
  withTempDir(async (directory) => {
    const first = await FilesystemStorage.open(directory);
    await fill(first);
    await first.close();
    await damage(directory, `${RARE}`);
    const storage = await FilesystemStorage.open(directory);
    let isDamaged = false;
    let after: QueryPosition | undefined;
    do {
      const page = await storage.query?.(equalTo(7), { after }).catch((error) => {
        assert.equal(error.code, "corrupt");
        isDamaged = true;
      });
      after = page?.next;
    } while (after !== undefined);
    assert.ok(isDamaged);
    assert.equal(await count(storage, 7, "other"), 1);
    await storage.apply(idOf(INSTANCES), [put("n", RARE)]);
    assert.deepEqual(await find(storage, RARE), [idOf(INSTANCES)]);
    await storage.close();
  }));

/** Writes numbers below 100 to all instances but the last one. */
async function fill(storage: VariableStorage): Promise<void> {
  const puts: Promise<unknown>[] = [storage.apply(idOf(INSTANCES), [put("n", RARE)])];
  for (let i = 0; i < INSTANCES; i++) {
    puts.push(storage.apply(idOf(i), [put("n", i % 100), put("other", i)]));
  }
  await Promise.all(puts);
}

async function find(storage: VariableStorage, value: number): Promise<readonly string[]> {
  const ids: string[] = [];
  let after: QueryPosition | undefined;
  const query = equalTo(value);
  do {
    const page = await storage.query?.(query, { after, limit: 7 });
    assert.ok(page);
    for (const { instanceId, record } of page.variables) {
      const meets = meetsScalarConditions(query.values ?? [], record.type, scalarKey(record));
      assert.ok(meets || page.left?.[0] === "values");
      if (meets) ids.push(instanceId);
    }
    after = page.next;
  } while (after !== undefined);
  return ids;
}

async function count(storage: VariableStorage, value: number, name = "n"): Promise<number> {
  let skipped = 0;
  let after: QueryPosition | undefined;
  do {
    const page = await storage.query?.(equalTo(value, name), { after, skip: Infinity });
    assert.equal(page?.left, undefined);
    skipped += page?.skipped ?? 0;
    after = page?.next;
  } while (after !== undefined);
  return skipped;
}

/** Turns a bit of the only content in the log that is this text. */
async function damage(directory: string, text: string): Promise<void> {
  const folder = join(directory, "log");
  for (const file of await readdir(folder)) {
    if (!file.endsWith(".log")) continue;
    const path = join(folder, file);
    const at = (await readFile(path)).indexOf(`"Long"${text}`) + 6;
    if (at === 5) continue;
    const handle = await open(path, "r+");
    await handle.write("x", at);
    await handle.close();
  }
}

function put(name: string, value: number): PutChange {
  const content = new TextEncoder().encode(`${value}`);
  return { op: "put", name, type: "Long", valueInfo: {}, content };
}

function equalTo(value: number, name = "n"): StorageQuery {
  const key = numberKey(value);
  const anyOf = [{ types: ["Integer", "Long"], from: key, to: keyAfter(key) }];
  return { names: [{ operator: "eq", text: name }], values: [{ anyOf }] };
}

function idOf(number: number): string {
  return `i${`${number}`.padStart(5, "0")}`;
}
