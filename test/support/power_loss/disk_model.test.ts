import assert from "node:assert/strict";
import { createRandom } from "../crash/random.ts";
import { suite } from "../suite.ts";
import { type DiskEvent, DiskModel } from "./disk_model.ts";

const test = suite("DiskModel");

const SECTOR = 512;
const EMPTY = { folders: [], files: new Map<string, Buffer>() };

const link = (path: string, node: number, isFolder = false): DiskEvent => ({
  op: "link",
  path,
  node,
  isFolder,
});
const write = (node: number, at: number, bytes: Buffer): DiskEvent => ({
  op: "write",
  node,
  at,
  bytes,
});
const sync = (target: number | string): DiskEvent[] => [
  { op: "syncBegin", sync: 0, target },
  { op: "syncEnd", sync: 0 },
];
const a = (length: number) => Buffer.alloc(length, "a");
const b = (length: number) => Buffer.alloc(length, "b");

for (const [what, events, states] of [
  ["a file that was made", [link("f", 0)], ["", "f="]],
  [
    "a name that was synced",
    [link("f", 0), write(0, 0, a(2)), ...sync(".")],
    ["f=", "f=..", "f=aa"],
  ],
  [
    "bytes that were synced, without the name",
    [link("f", 0), write(0, 0, a(2)), ...sync(0)],
    ["", "f=aa"],
  ],
  ["both", [link("f", 0), write(0, 0, a(2)), ...sync("."), ...sync(0)], ["f=aa"]],
  [
    "a file that was deleted",
    [link("f", 0), write(0, 0, a(2)), ...sync("."), ...sync(0), { op: "unlink", path: "f" }],
    ["", "f=aa"],
  ],
  [
    "a file that got another name",
    [link("f", 0), ...sync("."), { op: "rename", from: "f", to: "g" }],
    ["f=", "g="],
  ],
  [
    "a file that was cut",
    [
      link("f", 0),
      write(0, 0, a(2)),
      ...sync("."),
      ...sync(0),
      { op: "truncate", node: 0, length: 1 },
    ],
    ["f=a", "f=aa"],
  ],
  [
    "a write during a sync",
    [
      link("f", 0),
      write(0, 0, a(1)),
      ...sync("."),
      { op: "syncBegin", sync: 1, target: 0 },
      write(0, 1, b(1)),
      { op: "syncEnd", sync: 1 },
    ],
    ["f=a", "f=a.", "f=ab"],
  ],
  [
    "a file in a folder whose name was not synced",
    [link("d", 0, true), link("d/f", 1), ...sync("d")],
    ["", "d/f="],
  ],
] satisfies [string, DiskEvent[], string[]][]) {
  test(`knows all that may be left of ${what}`, () => {
    const disk = DiskModel.of(EMPTY);
    for (const event of events) disk.apply(event);
    const random = createRandom(1);
    const found = new Set(Array.from({ length: 400 }, () => shown(disk.lose(random).files)));
    assert.deepEqual([...found].sort(), states);
    const all = DiskModel.of(disk.written());
    assert.equal(shown(all.lose(random).files), shown(disk.written().files));
  });
}

test("tears writes at the bounds of sectors only", () => {
  const disk = DiskModel.of(EMPTY);
  for (const event of [link("f", 0), write(0, 0, a(2_000)), ...sync("."), ...sync(0)]) {
    disk.apply(event);
  }
  disk.apply(write(0, 100, b(1_500)));
  const random = createRandom(1);
  const kinds = new Set<string>();
  for (let i = 0; i < 400; i++) {
    const bytes = disk.lose(random).files.get("f") ?? Buffer.alloc(0);
    assert.equal(bytes.length, 2_000);
    const sectors = [0, 1, 2, 3].map((sector) => {
      const from = Math.max(100, sector * SECTOR);
      const part = bytes.subarray(from, Math.min(1_600, (sector + 1) * SECTOR));
      assert.ok(part.every((byte) => byte === part[0]));
      return String.fromCharCode(part[0] ?? 0);
    });
    kinds.add(sectors.join(""));
  }
  assert.equal(kinds.size, 16);
});

/** What the files hold, with a dot for each zero. */
function shown(files: ReadonlyMap<string, Buffer>): string {
  const texts = [...files].map(
    ([path, bytes]) => `${path}=${bytes.toString().replaceAll("\0", ".")}`,
  );
  return texts.sort().join(" ");
}
