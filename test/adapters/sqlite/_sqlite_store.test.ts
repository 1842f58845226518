import assert from "node:assert/strict";
import { statSync } from "node:fs";
import type { OwnedPut } from "../../../adapters/sqlite/_apply_call.ts";
import type { SqliteStage } from "../../../adapters/sqlite/_sqlite_stage.ts";
import type { SqliteStore } from "../../../adapters/sqlite/_sqlite_store.ts";
import { stageIn, withSqliteStore } from "../../support/sqlite_store.ts";
import { suite } from "../../support/suite.ts";
import { until } from "../../support/until.ts";

const test = suite("SqliteStore");

const MIB = 1_048_576;

async function* bytesOf(size: number): AsyncGenerator<Uint8Array> {
  const chunk = new Uint8Array(65_536).fill(7);
  for (let left = size; left > 0; left -= chunk.length) yield chunk.subarray(0, left);
}

function put(store: SqliteStore, name: string, content: SqliteStage | Uint8Array) {
  const change: OwnedPut = { op: "put", name, type: "Bytes", valueInfo: {}, content };
  return store.commit("i", [change]);
}

test("says that there is no room, keeps what was there, and goes on when there is room again", () =>
  withSqliteStore(async ({ store, db }) => {
    await put(store, "a", new Uint8Array(100));
    const pages = Number(db.pragma("page_count", { simple: true }));
    db.pragma(`max_page_count = ${pages + 100}`);
    const orphans = () => store.contents.orphans().length;
    await assert.rejects(stageIn(store, bytesOf(8 * MIB)), { name: "StorageError", code: "full" });
    await until(() => orphans() === 0);
    const tooMuch = Array.from({ length: 20 }, (_, i) =>
      put(store, `b${i}`, new Uint8Array(200_000)),
    );
    for (const outcome of await Promise.allSettled(tooMuch)) {
      assert.equal(outcome.status, "rejected");
      assert.equal(outcome.reason.code, "full");
    }
    assert.equal(store.find("i", "b0"), undefined);
    assert.equal(store.find("i", "a")?.record.size, 100);
    await put(store, "a", new Uint8Array(101));
    db.pragma("max_page_count = 1000000");
    await put(store, "b", await stageIn(store, bytesOf(8 * MIB)));
    assert.equal(store.find("i", "b")?.record.size, 8 * MIB);
  }));

test("gives a stage back when the transaction that took it fails", () =>
  withSqliteStore(async ({ store, db }) => {
    const stage = await stageIn(store, bytesOf(MIB));
    db.exec("CREATE TRIGGER refuse BEFORE INSERT ON variable BEGIN SELECT raise(ABORT, 'No'); END");
    await assert.rejects(put(store, "a", stage), { name: "StorageError", code: "io" });
    db.exec("DROP TRIGGER refuse");
    await put(store, "a", stage);
    assert.deepEqual(store.contents.orphans(), []);
  }));

test("knows nothing of an instance that a transaction added which was undone", () =>
  withSqliteStore(async ({ store, db }) => {
    const refuse = "BEFORE INSERT ON variable WHEN NEW.name = 'b'";
    db.exec(`CREATE TRIGGER refuse ${refuse} BEGIN SELECT raise(ABORT, 'No'); END`);
    const added = ["a", "b"].map((name) => put(store, name, new Uint8Array(1)));
    for (const { status } of await Promise.allSettled(added)) assert.equal(status, "rejected");
    db.exec("DROP TRIGGER refuse");
    await store.commit("j", [{ op: "clear" }]);
    await put(store, "b", new Uint8Array(2));
    assert.equal(store.find("i", "a"), undefined);
    assert.equal(store.find("i", "b")?.record.size, 2);
    assert.deepEqual(store.instances.page("", 10), ["i"]);
    await store.commit("i", [{ op: "clear" }]);
    assert.equal(store.find("i", "b"), undefined);
    await put(store, "c", new Uint8Array(3));
    assert.equal(store.find("i", "c")?.record.size, 3);
    assert.deepEqual(store.instances.page("", 10), ["i"]);
  }));

test("keeps the log short however much comes in", () =>
  withSqliteStore(async ({ store, db }) => {
    await Promise.all(
      Array.from({ length: 4 }, async (_, i) =>
        put(store, `v${i}`, await stageIn(store, bytesOf(24 * MIB))),
      ),
    );
    const { size } = statSync(`${db.name}-wal`);
    assert.ok(size <= 24 * MIB, `The log has ${size} bytes`);
  }));

test("gives the room of what was deleted back to the file system", () =>
  withSqliteStore(async ({ store, db }) => {
    await put(store, "a", await stageIn(store, bytesOf(48 * MIB)));
    await put(store, "b", await stageIn(store, bytesOf(MIB)));
    await store.commit("i", [{ op: "delete", name: "a" }]);
    await until(() => statSync(db.name).size < 20 * MIB);
    assert.deepEqual(store.contents.orphans(), []);
    assert.equal(db.pragma("integrity_check", { simple: true }), "ok");
  }));

test("deletes a cleared instance in slices, and its contents after their last reader", () =>
  withSqliteStore(async ({ store }) => {
    const names = Array.from({ length: 300 }, (_, i) => `v${i}`);
    await Promise.all(
      names.map((name, i) => put(store, name, new Uint8Array(i % 50 === 0 ? 20_000 : 20))),
    );
    const held = store.find("i", "v50")?.content;
    assert.ok(held !== undefined);
    store.holds.hold(held);
    await store.commit("i", [{ op: "clear" }]);
    assert.equal(store.find("i", "v1"), undefined);
    await until(
      () => store.instances.cleared().length === 0 && store.contents.orphans().length === 1,
    );
    assert.equal(store.contents.get(held, 0)?.length, 20_000);
    store.holds.release(held);
    await until(() => store.contents.orphans().length === 0);
    assert.equal(store.contents.get(held, 0), undefined);
  }));

test("goes on sweeping after a failure, once there is something new to sweep", () =>
  withSqliteStore(async ({ store, db }) => {
    await put(store, "a", new Uint8Array(20_000));
    await put(store, "b", new Uint8Array(20_000));
    db.exec("CREATE TRIGGER refuse BEFORE DELETE ON chunk BEGIN SELECT raise(ABORT, 'No'); END");
    await store.commit("i", [{ op: "delete", name: "a" }]);
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(store.contents.orphans().length, 1);
    db.exec("DROP TRIGGER refuse");
    await store.commit("i", [{ op: "delete", name: "b" }]);
    await until(() => store.contents.orphans().length === 0);
  }));

test("closing ends a stage whose row waits, and leaves no row behind a stage that is given up later", () =>
  withSqliteStore(async ({ store }) => {
    const ready = await stageIn(store, bytesOf(MIB));
    const waiting = stageIn(store, bytesOf(MIB));
    const rejected = assert.rejects(waiting, { name: "StorageError", code: "closed" });
    for (let i = 0; i < 30; i++) await Promise.resolve();
    await store.close();
    await rejected;
    await ready.discard();
  }));
