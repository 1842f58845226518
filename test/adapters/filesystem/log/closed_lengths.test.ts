import assert from "node:assert/strict";
import { open, readdir, readFile, truncate } from "node:fs/promises";
import { join } from "node:path";
import { StoreLayout } from "../../../../adapters/filesystem/disk/_store_layout.ts";
import {
  readClosedLengths,
  writeClosedLengths,
} from "../../../../adapters/filesystem/log/_closed_lengths.ts";
import { Segment } from "../../../../adapters/filesystem/log/_segment.ts";
import { FilesystemStorage, type StoreDamage } from "../../../../adapters/filesystem.ts";
import { flipBit } from "../../../support/damage/flip_bit.ts";
import { filled, putBytes } from "../../../support/filesystem_store.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";

const test = suite("closed lengths");

const VALUES = 40;

/** Gives `run` a store that was closed in order, and its only segment. */
function withClosedStore(
  run: (directory: string, segment: string, closed: string) => Promise<void>,
): Promise<void> {
  return withTempDir(async (directory) => {
    const storage = await FilesystemStorage.open(directory);
    for (let at = 0; at < VALUES; at++)
      await storage.apply("i", [putBytes(`v${at}`, filled(200, at))]);
    await storage.close();
    const { log, closedLengths } = new StoreLayout(directory);
    const [segment = ""] = (await readdir(log)).filter((name) => name.endsWith(".log"));
    await run(directory, join(log, segment), closedLengths);
  });
}

for (const bytes of [100, 512, 4_096]) {
  for (const how of ["zeroed", "cut off"]) {
    test(`the last ${bytes} bytes of a closed store, ${how}, are damage and no torn write`, () =>
      withClosedStore(async (directory, segment) => {
        const { length } = await readFile(segment);
        if (how === "cut off") await truncate(segment, length - bytes);
        else {
          const file = await open(segment, "r+");
          await file.write(new Uint8Array(bytes), 0, bytes, length - bytes);
          await file.close();
        }
        const damages: StoreDamage[] = [];
        const onDamage = (damage: StoreDamage) => damages.push(damage);
        const options = { acceptDamage: true, onDamage };
        // Not all is lost without a trace: at the least, the bytes that are missing are told.
        if (bytes > 100 || how === "cut off") {
          const message = /is damaged from byte \d+ to \d+/;
          await assert.rejects(FilesystemStorage.open(directory), { code: "corrupt", message });
        }
        let storage = await FilesystemStorage.open(directory, options);
        const unknown = damages.filter(({ variable }) => variable === undefined).length;
        assert.equal(unknown, bytes > 100 || how === "cut off" ? 1 : 0);
        const read = await Promise.allSettled(
          Array.from({ length: VALUES }, (_, at) => storage.stat("i", `v${at}`)),
        );
        const refused = read.filter(({ status }) => status === "rejected").length;
        assert.equal(refused, damages.length - unknown);
        const left = read.filter((one) => one.status === "fulfilled" && one.value).length;
        if (unknown === 0) assert.equal(left + refused, VALUES);
        await storage.apply("i", [putBytes("new", filled(200, 1))]);
        await storage.close();
        storage = await FilesystemStorage.open(directory);
        assert.equal((await storage.stat("i", "new"))?.size, 200);
        assert.equal((await storage.stat("i", "v0"))?.size, 200);
        await storage.close();
      }));
  }
}

test("are not those of a later segment that has the number of an earlier one", () =>
  withTempDir(async (directory) => {
    const path = join(directory, "closed");
    const [earlier, later] = [1, 2].map((salt) => new Segment(7, salt, directory, () => {}));
    assert.ok(earlier && later);
    earlier.bytes = 1_000;
    await writeClosedLengths(path, [earlier]);
    const lengths = (await readClosedLengths(path)) ?? new Map();
    assert.equal(lengths.get(earlier.salt), 1_000);
    assert.equal(lengths.get(later.salt), undefined);
  }));

test("are not believed if they were damaged, and need not be there", () =>
  withClosedStore(async (directory, _segment, closed) => {
    assert.equal((await readClosedLengths(closed))?.size, 1);
    const { length } = await readFile(closed);
    for (let byte = 0; byte < length; byte++) {
      await flipBit(closed, 8 * byte + 1);
      assert.equal(await readClosedLengths(closed), undefined);
      await flipBit(closed, 8 * byte + 1);
    }
    assert.equal((await readClosedLengths(join(directory, "missing")))?.size, 0);
    await flipBit(closed, 1);
    const storage = await FilesystemStorage.open(directory);
    assert.equal((await storage.list("i")).length, VALUES);
    await storage.close();
  }));
