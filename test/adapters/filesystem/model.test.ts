import assert from "node:assert/strict";
import { cp, readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { filesystemLeftovers } from "../../support/filesystem_leftovers.ts";
import { openWithSegments } from "../../support/filesystem_store.ts";
import { ModelComparison } from "../../support/model_comparison.ts";
import { suite } from "../../support/suite.ts";
import { withTempDir } from "../../support/temp_dir.ts";
import { until } from "../../support/until.ts";

const ROUNDS = 20;
const CALLS = 150;
/** So small that segments are sealed and merged all the time. */
const SEGMENT_BYTES = 16_384;

const test = suite("a filesystem store, beside a model");

for (const seed of [1, 2, Math.floor(Math.random() * 1_000_000)]) {
  test(`holds the same, over openings, crashes and merges: seed ${seed}`, () =>
    withTempDir(async (parent) => {
      const model = new ModelComparison(seed);
      let directory = join(parent, "store-0");
      let storage = await openWithSegments(directory, SEGMENT_BYTES);
      let crashes = 0;
      for (let round = 0; round < ROUNDS; round++) {
        await model.use(storage, CALLS);
        await model.check(storage);
        const end = model.below(3);
        if (end === 0) continue;
        const before = directory;
        if (end === 1) {
          directory = join(parent, `store-${++crashes}`);
          await copy(before, directory);
        }
        await storage.close();
        if (end === 1) await rm(before, { recursive: true });
        storage = await openWithSegments(directory, SEGMENT_BYTES);
        await model.check(storage);
      }
      await until(async () => (await filesystemLeftovers(directory)).length === 0);
      await storage.close();
      const segments = (await readdir(join(directory, "log"))).filter((name) =>
        name.endsWith("log"),
      );
      const newest = Math.max(...segments.map((name) => Number.parseInt(name, 10)));
      // Each opening may begin one. The others were begun because one was full, and most are merged.
      assert.ok(newest > 2 * ROUNDS, `only ${newest} segments were begun`);
      assert.ok(segments.length < newest / 2, `${segments.length} of ${newest} segments are left`);
      process.stdout.write(
        `feeds: a model of a filesystem store, seed ${seed}: ${model.calls} calls, ${crashes} crashes\n`,
      );
    }));
}

/** Copies a store that is open, but nobody writes to. The merger may delete a segment meanwhile, so it is tried again. */
async function copy(from: string, to: string): Promise<void> {
  // A socket cannot be copied; the one of a dead process means nothing.
  const filter = (path: string) => basename(join(path, "..")) !== "lock";
  for (;;) {
    try {
      await cp(from, to, { recursive: true, filter });
      return;
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes("ENOENT")) throw error;
      await rm(to, { recursive: true, force: true });
    }
  }
}
