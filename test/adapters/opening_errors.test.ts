/** If a program opens a storage in a wrong way, it gets a TypeError at once that says what to write. */
import assert from "node:assert/strict";
import { FilesystemStorage } from "../../adapters/filesystem.ts";
import { SqliteStorage } from "../../adapters/sqlite.ts";
import { suite } from "../support/suite.ts";

const test = suite("programmer's errors");

test("of opening a storage say how it is opened", async () => {
  for (const [Storage, example] of [
    [FilesystemStorage, /await FilesystemStorage\.open\(directory\)/],
    [SqliteStorage, /await SqliteStorage\.open\(path\)/],
  ] as const) {
    for (const args of [[], ["store"], [{}]]) {
      assert.throws(() => Reflect.construct(Storage, args), {
        name: "TypeError",
        message: example,
      });
    }
    for (const [path, message] of [
      [undefined, /the path is undefined; pass a string/],
      ["", /the path is empty/],
      [7, /the path is the number 7/],
      [new URL("file:///tmp/store"), /the path is a URL; pass 'fileURLToPath\(url\)'/],
    ] as const) {
      const opening = Reflect.apply(Storage.open, Storage, [path]);
      await assert.rejects(opening, { name: "TypeError", message });
    }
  }
});

test("of the path of a store in memory say which storage that is", async () => {
  await assert.rejects(SqliteStorage.open(":memory:"), {
    name: "TypeError",
    message: /use 'new MemoryStorage\(\)'/,
  });
});
