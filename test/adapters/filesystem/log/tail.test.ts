import assert from "node:assert/strict";
import { draftMark, OPERATIONS } from "../../../../adapters/filesystem/log/_record.ts";
import { scanSegment } from "../../../../adapters/filesystem/log/_scan_segment.ts";
import type { Segment } from "../../../../adapters/filesystem/log/_segment.ts";
import { Tail } from "../../../../adapters/filesystem/log/_tail.ts";
import { filled } from "../../../support/filesystem_store.ts";
import { draftDelete, draftPut, recordBytes, withSegment } from "../../../support/log_parts.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("Tail");

/** Where a record is damaged. "torn" cuts off its second half, "zero" leaves only zeros of it, as a lost write does. */
type Harm = "head" | "description" | "body" | "torn" | "zero";

/**
 * A part of a segment. `put` is a call's record, `more` one that more follow; both were written when all before the call was synced.
 * `synced` and `closed` are marks.
 */
interface Part {
  readonly what: "put" | "delete" | "more" | "synced" | "closed";
  readonly name?: string;
  readonly harm?: Harm;
}

interface Expected {
  /** The names of the records that count. */
  readonly names: string;
  /** The number of parts that count. */
  readonly parts: number;
  readonly isClosed?: boolean;
  /** The names of damaged records: "?" if it is not known. */
  readonly damaged?: string;
}

const A: Part = { what: "put", name: "a" };
const B: Part = { what: "put", name: "b" };
const C: Part = { what: "put", name: "c" };
const MORE_B: Part = { what: "more", name: "b" };
const DELETE_A: Part = { what: "delete", name: "a" };
const SYNCED: Part = { what: "synced" };
const CLOSED: Part = { what: "closed" };

const harmed = (part: Part, harm: Harm): Part => ({ ...part, harm });

const CASES: readonly (readonly [string, readonly Part[], Expected])[] = [
  ["an empty segment", [], { names: "", parts: 0 }],
  ["a segment that was closed", [A, B, CLOSED], { names: "ab", parts: 2, isClosed: true }],
  ["an empty segment that was closed", [CLOSED], { names: "", parts: 0, isClosed: true }],
  ["kill -9 with the mark", [A, DELETE_A, SYNCED], { names: "aa", parts: 2 }],
  ["kill -9 before the mark", [A, B], { names: "ab", parts: 2 }],
  ["a call that was written over a closed mark", [A, CLOSED, B], { names: "ab", parts: 3 }],
  ["a torn record", [A, harmed(B, "torn")], { names: "a", parts: 1 }],
  ["a lost record", [A, harmed(B, "zero")], { names: "a", parts: 1 }],
  ["the first call, torn", [harmed(A, "torn")], { names: "", parts: 0 }],
  ["a call whose last record is torn", [A, MORE_B, harmed(C, "torn")], { names: "a", parts: 1 }],
  ["a call whose last record is missing", [A, MORE_B], { names: "a", parts: 1 }],
  ["a call whose first record is lost", [A, harmed(MORE_B, "zero"), C], { names: "a", parts: 1 }],
  ["garbage behind the mark", [A, SYNCED, harmed(B, "zero")], { names: "a", parts: 1 }],
  ["garbage behind a closed mark", [A, CLOSED, harmed(B, "zero")], { names: "a", parts: 1 }],
  ["a body damaged behind what was acknowledged", [A, harmed(B, "body")], { names: "a", parts: 1 }],
  [
    "a body damaged before the mark",
    [A, harmed(B, "body"), SYNCED],
    { names: "ab", parts: 2, damaged: "b" },
  ],
  [
    "a description damaged before the mark",
    [harmed(A, "description"), SYNCED],
    { names: "a", parts: 1, damaged: "a" },
  ],
  [
    "a head damaged before the mark",
    [A, harmed(B, "head"), SYNCED],
    { names: "a", parts: 2, damaged: "?" },
  ],
  [
    "damage before a later record, without a mark",
    [harmed(A, "body"), harmed(B, "head"), C],
    { names: "ac", parts: 3, damaged: "a?" },
  ],
  [
    "damage before a later record, which is torn, too",
    [harmed(A, "body"), harmed(B, "torn")],
    { names: "a", parts: 1, damaged: "a" },
  ],
  [
    "a record of a call damaged before the mark: the others count",
    [MORE_B, harmed(C, "body"), SYNCED],
    { names: "bc", parts: 2, damaged: "c" },
  ],
  [
    "damage in a closed segment",
    [harmed(A, "head"), CLOSED],
    { names: "", parts: 1, damaged: "?", isClosed: true },
  ],
  ["a damaged mark", [A, harmed(SYNCED, "head")], { names: "a", parts: 1 }],
  ["a damaged closed mark", [A, harmed(CLOSED, "head")], { names: "a", parts: 1 }],
];

for (const [what, parts, { names, parts: count, isClosed = false, damaged = "" }] of CASES) {
  test(`tells what counts: ${what}`, () =>
    withSegment(async (segment) => {
      const { bytes, ends } = build(segment, parts);
      await segment.write(bytes, 0);
      const taken: string[] = [];
      const tail = new Tail(segment, ({ name }) => taken.push(name));
      const end = tail.finish(await scanSegment(segment, tail));
      assert.equal(taken.join(""), names);
      assert.equal(end, count === 0 ? 0 : ends[count - 1]);
      assert.equal(tail.isClosed, isClosed);
      assert.equal(tail.damages.map(({ variable }) => variable?.name ?? "?").join(""), damaged);
      for (const { file, start, end: behind, variable } of tail.damages) {
        assert.equal(file, segment.logPath);
        assert.ok(start === 0 || ends.includes(start));
        assert.ok(ends.includes(behind));
        if (variable !== undefined) assert.equal(variable.instanceId, "instance");
      }
    }));
}

test("tells what counts wherever a call of two records is cut", () =>
  withSegment(async (segment) => {
    const { bytes, ends } = build(segment, [A, MORE_B, C]);
    const [start = 0] = ends;
    for (let length = start; length <= bytes.length; length++) {
      await segment.cut(0);
      await segment.write(bytes.subarray(0, length), 0);
      const taken: string[] = [];
      const tail = new Tail(segment, ({ name }) => taken.push(name));
      const end = tail.finish(await scanSegment(segment, tail));
      const isWhole = length === bytes.length;
      assert.equal(end, isWhole ? length : start);
      assert.equal(taken.join(""), isWhole ? "abc" : "a");
      assert.deepEqual(tail.damages, []);
    }
  }));

/** Makes the bytes of a segment. Returns where each part ends, too. */
function build(
  { salt }: Segment,
  parts: readonly Part[],
): { readonly bytes: Buffer; readonly ends: readonly number[] } {
  const ends: number[] = [];
  const all: Buffer[] = [];
  let [end, synced] = [0, 0];
  for (const { what, name = "", harm } of parts) {
    const bytes = recordBytes(salt, draftOf(what, name), { synced, hasMore: what === "more" });
    const done = harm === undefined ? bytes : damage(bytes, harm);
    all.push(done);
    end += done.length;
    ends.push(end);
    if (what !== "more") synced = end;
  }
  return { bytes: Buffer.concat(all), ends };
}

function draftOf(what: Part["what"], name: string) {
  if (what === "synced" || what === "closed") return draftMark(OPERATIONS[what]);
  if (what === "delete") return draftDelete("instance", name);
  return draftPut("instance", name, filled(20, 1));
}

function damage(bytes: Buffer, harm: Harm): Buffer {
  if (harm === "torn") return bytes.subarray(0, bytes.length - 10);
  if (harm === "zero") return Buffer.alloc(bytes.length);
  const at = { head: 20, description: bytes.length - 21, body: bytes.length - 1 }[harm];
  const damaged = Buffer.from(bytes);
  damaged[at] = (damaged[at] ?? 0) ^ 1;
  return damaged;
}
