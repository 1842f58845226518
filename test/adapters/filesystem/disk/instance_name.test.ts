import assert from "node:assert/strict";
import fc from "fast-check";
import {
  decodeInstanceName,
  encodeInstanceName,
  SHARDS,
  shardName,
  shardNameOf,
} from "../../../../adapters/filesystem/disk/_instance_name.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("instance names");
const anyId = fc.string({ unit: "grapheme", minLength: 1, maxLength: 255 });

test("gives each id back, unless it is hashed", () => {
  fc.assert(
    fc.property(anyId, (id) => {
      const name = encodeInstanceName(id);
      if (name.startsWith("h-")) assert.equal(decodeInstanceName(name), undefined);
      else assert.equal(decodeInstanceName(name), id);
    }),
  );
});

test("uses only what every disk keeps apart, and is short enough", () => {
  fc.assert(
    fc.property(anyId, (id) => {
      assert.match(encodeInstanceName(id), /^[ih]-[a-z0-9_=-]{1,200}$/);
    }),
  );
});

test("is no device name, path, or name that differs by case or normalisation only", () => {
  const ids = ["con", "CON", "nul", "..", ".", "a/b", "a\\b", "Ä", "ä", "A\u0308", "a:b", "a "];
  const names = ids.map((id) => encodeInstanceName(id));
  assert.equal(new Set(names.map((name) => name.toLowerCase().normalize())).size, ids.length);
  assert.equal(names[0], "i-con");
  assert.equal(names[1], "i-=43=4f=4e");
});

test("hashes an id that gets too long", () => {
  assert.equal(encodeInstanceName("x".repeat(200)).length, 202);
  assert.match(encodeInstanceName("x".repeat(201)), /^h-[0-9a-f]{64}$/);
  assert.match(encodeInstanceName("Ä".repeat(34)), /^h-[0-9a-f]{64}$/);
});

test("decodes no foreign name", () => {
  for (const name of ["", "i-", "x-a", "i-A", "i-=4", "i-=c3", "i-=zz", "i-a.b"]) {
    assert.equal(decodeInstanceName(name), undefined, name);
  }
});

test("spreads the names over all shards", () => {
  const seen = new Set<string>();
  for (let i = 0; i < 1_000; i++) seen.add(shardName(encodeInstanceName(`order-${i}`)));
  assert.equal(seen.size, SHARDS);
  assert.equal(shardNameOf(0), "00");
  assert.equal(shardNameOf(SHARDS - 1), "3f");
});
