import assert from "node:assert/strict";
import { verifyFiles } from "../support/copies/verify_files.ts";
import { verifyTables } from "../support/copies/verify_tables.ts";
import { DAMAGE_STORES } from "../support/damage/damage_stores.ts";
import { withTestSchema } from "../support/postgres/test_schema.ts";
import { suite } from "../support/suite.ts";
import { withTempDir } from "../support/temp_dir.ts";

const test = suite("verifications");

const FLIPS = 12;
const SEED = 20_261_129;

for (const store of DAMAGE_STORES) {
  test(`find flipped bits of a store: ${store.name}`, () =>
    withTempDir(async (directory) => {
      const options = { flips: FLIPS, seed: SEED, end: "stop" } as const;
      const { total, details } = await verifyFiles(store, directory, options);
      assert.deepEqual(details, []);
      assert.equal(total.found + total.unused, FLIPS);
      assert.ok(total.found > FLIPS / 2, JSON.stringify(total));
    }));
}

test("find flipped bits of a store: postgres", () =>
  withTestSchema(async (place) => {
    const { total, details } = await verifyTables(place, { flips: FLIPS, seed: SEED });
    assert.deepEqual(details, []);
    assert.equal(total.found, FLIPS);
  }));
