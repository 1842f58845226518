import assert from "node:assert/strict";
import { join } from "node:path";
import { content } from "../../../adapters/contract/_content.ts";
import { MemoryStorage } from "../../../adapters/memory.ts";
import { copyStorage } from "../../../core/storage/copying/copy_storage.ts";
import { filesystemPlace, sqlitePlace } from "../../support/copies/copy_places.ts";
import { killCopy } from "../../support/copies/kill_copy.ts";
import { digestOf } from "../../support/copies/store_digest.ts";
import { suite } from "../../support/suite.ts";
import { withTempDir } from "../../support/temp_dir.ts";

const test = suite("varpost copy, killed");

/** `npm run test:copies` does so between all pairs of storages. */
test("goes on where it was, and copies nothing twice", () =>
  withTempDir(async (directory) => {
    const expected = new MemoryStorage();
    const put = { op: "put", name: "a", type: "Bytes", valueInfo: {} } as const;
    for (let i = 0; i < 300; i++) {
      const size = i % 100 === 50 ? 3_000_000 : 100;
      await expected.apply(`order-${i}`, [{ ...put, content: content(size, i + 1) }]);
    }
    const from = sqlitePlace(join(directory, "from.db"));
    const source = await from.open();
    await copyStorage(expected, source);
    await source.close();
    const to = filesystemPlace(join(directory, "to"));
    let delay = 0;
    const afterMs = () => (delay += 20);
    const { present, rest, said } = await killCopy(from, to, { expected, kills: 3, afterMs });
    assert.equal((present.at(-1) ?? 0) + rest, 300);
    assert.match(said, /; all compared, and the same$/);
    const copy = await to.open();
    assert.deepEqual(await digestOf(copy), await digestOf(expected));
    await copy.close();
  }));
