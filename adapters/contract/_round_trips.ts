import assert from "node:assert/strict";
import { INLINE_BYTES } from "../../core/storage/storage.ts";
import type { CaseDefinition, CaseGroup } from "./_case_group.ts";
import { content, sourceOf } from "./_content.ts";
import { expectContent, INSTANCE, put, putOne } from "./_variables.ts";

/** Sizes at which adapters change what they do: inline or not, and the probable sizes of blocks, pages and buffers. */
const EDGES = [INLINE_BYTES, 32_768, 65_536, 131_072, 262_144, 524_288, 1_048_576];
const SIZES = [0, 1, ...EDGES.flatMap((edge) => [edge - 1, edge, edge + 1]), 20_000_003];

/** The bytes that go in come out. */
export const roundTrips: CaseGroup = {
  group: "round trip",
  cases: [
    ...SIZES.map(ofSize),
    {
      name: "a typed null differs from a content of 0 bytes",
      async run({ storage }) {
        await storage.apply(INSTANCE, [put("null", null), put("empty", new Uint8Array(0))]);
        const nothing = await storage.stat(INSTANCE, "null");
        assert.equal(nothing?.isNull, true);
        assert.equal(nothing.size, 0);
        assert.equal("inline" in nothing, false);
        await expectContent(storage, "empty", new Uint8Array(0));
      },
    },
  ],
};

function ofSize(size: number): CaseDefinition {
  return {
    name: `${size} bytes, given whole and through a stage`,
    async run({ storage }) {
      const bytes = content(size);
      const stage = await storage.stage(sourceOf(bytes));
      assert.equal(stage.size, size, `size of a stage of ${size} bytes: ${stage.size}`);
      await putOne(storage, "staged", stage);
      await expectContent(storage, "staged", bytes);
      const given = bytes.slice();
      await putOne(storage, "whole", given);
      given.fill(0xaa);
      await expectContent(storage, "whole", bytes);
    },
  };
}
