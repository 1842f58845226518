import assert from "node:assert/strict";
import type { VariableRecord, VariableStorage } from "../../core/storage/storage.ts";
import type { CaseDefinition, CaseGroup } from "./_case_group.ts";
import { assertBytes, content, sourceOf, utf8 } from "./_content.ts";
import type { Session } from "./_session.ts";
import { StallingSource } from "./_stalling_source.ts";
import {
  assertSameRecord,
  clear,
  deleteOne,
  expectAbsent,
  expectContent,
  INSTANCE,
  openOne,
  put,
  putOne,
  readOne,
  rejectsWithCode,
} from "./_variables.ts";

const LARGE = 1_300_000;
const needs = { durable: true };

/** The two ways in which a process ends. */
const RESTARTS: readonly {
  readonly after: string;
  readonly restart: (session: Session) => Promise<VariableStorage>;
}[] = [
  { after: "closing", restart: (session) => session.reopen() },
  { after: "a crash", restart: (session) => session.crash() },
];

/** Acknowledged changes stay when the process ends. */
export const durability: CaseGroup = {
  group: "durability",
  cases: [
    ...RESTARTS.flatMap(({ after, restart }): CaseDefinition[] => [
      {
        name: `everything is there after ${after}: bytes, records, order`,
        needs,
        async run(session) {
          const before = await fill(session.storage);
          const storage = await restart(session);
          assert.deepEqual(await storage.instances(), [...before.keys()]);
          for (const [id, records] of before) await expectRecords(storage, id, records);
        },
      },
      {
        name: `replaced, deleted and cleared variables stay so after ${after}`,
        needs,
        async run(session) {
          const { storage } = session;
          await fill(storage);
          await storage.apply("order-1", [
            put("small", content(LARGE, 3)),
            put("large", utf8("new")),
            { op: "delete", name: "null" },
          ]);
          await clear(storage, "order-2");
          await clear(storage, "order-3");
          await putOne(storage, "large", utf8("again"), "order-3");
          const refused = [put("refused", utf8("x"), { condition: { ifMatch: "*" } })];
          await assert.rejects(storage.apply("order-1", refused));
          const opened = await restart(session);
          await expectContent(opened, "small", content(LARGE, 3), "order-1");
          await expectContent(opened, "large", utf8("new"), "order-1");
          await expectAbsent(opened, "null", "order-1");
          await expectAbsent(opened, "refused", "order-1");
          await expectContent(opened, "large", utf8("again"), "order-3");
          assert.equal((await opened.list("order-3")).length, 1);
          assert.deepEqual(await opened.instances(), ["order-1", "order-3"]);
        },
      },
      {
        name: `new versions differ from all old ones after ${after}, and the old ones still match`,
        needs,
        async run(session) {
          const versions = new Set<string>();
          let { version } = await putOne(session.storage, "a", utf8("x"));
          for (let round = 0; round < 4; round++) {
            const storage = await restart(session);
            versions.add(version);
            const changes = [put("a", utf8("x"), { condition: { ifMatch: [version] } })];
            const [record] = await storage.apply(INSTANCE, changes);
            assert.ok(record);
            version = record.version;
            assert.ok(!versions.has(version));
          }
        },
      },
      {
        name: `nothing is left of unused stages, broken uploads and replaced contents after ${after}`,
        needs,
        async run(session) {
          const { storage } = session;
          await putOne(storage, "a", content(LARGE));
          await putOne(storage, "b", content(LARGE));
          const reader = await openOne(storage, "a");
          await reader.read()[Symbol.asyncIterator]().next();
          await putOne(storage, "a", content(LARGE, 2));
          for (let i = 0; i < 10; i++) await storage.stage(sourceOf(content(100_000 + i)));
          const upload = new StallingSource();
          const staging = storage.stage(upload).catch(() => {});
          await upload.stalled;
          const opened = await restart(session);
          upload.fail(new Error("The upload failed"));
          await staging;
          // A store accepts new values while it is being swept.
          const stage = await opened.stage(sourceOf(content(LARGE, 3)));
          await putOne(opened, "c", stage);
          await session.expectNothingLeft();
          await expectContent(opened, "a", content(LARGE, 2));
          await expectContent(opened, "b", content(LARGE));
          await expectContent(opened, "c", content(LARGE, 3));
        },
      },
      {
        name: `the last of very many values stands after ${after}`,
        needs,
        async run(session) {
          const { storage } = session;
          for (let round = 0; round < 40; round++) {
            const calls = Array.from({ length: 50 }, (_, i) =>
              putOne(storage, `v${i % 5}`, content(2_000, 50 * round + i)),
            );
            await Promise.all(calls);
            if (round % 10 === 5) await deleteOne(storage, "v4");
          }
          for (let restarts = 0; restarts < 2; restarts++) {
            const opened = await restart(session);
            for (let i = 0; i < 5; i++) {
              await expectContent(opened, `v${i}`, content(2_000, 50 * 39 + 45 + i));
            }
          }
        },
      },
    ]),
    {
      name: "a stage of an earlier opening cannot be used",
      needs,
      async run(session) {
        const stage = await session.storage.stage(sourceOf(content(LARGE)));
        const storage = await session.reopen();
        await assert.rejects(() => putOne(storage, "a", stage));
        await expectAbsent(storage, "a");
      },
    },
    {
      name: "after a failed sync no stage is given back, and nothing is written until the store is opened again",
      needs: { ...needs, failingSyncs: true },
      async run(session) {
        const { storage } = session;
        const old = content(LARGE);
        await storage.apply(INSTANCE, [put("a", old), put("b", utf8("old"))]);
        const stage = await storage.stage(sourceOf(content(LARGE, 2)));
        const spare = await storage.stage(sourceOf(content(LARGE, 3)));
        await session.whileSyncsFail(async () => {
          const changes = [put("a", stage), put("b", utf8("new"))];
          await rejectsWithCode(() => storage.apply(INSTANCE, changes), "io");
        });
        // The disk works again, but nobody knows which bytes the system has dropped.
        await rejectsWithCode(() => putOne(storage, "c", utf8("x")), "io");
        await rejectsWithCode(() => putOne(storage, "c", spare), "io");
        await rejectsWithCode(() => deleteOne(storage, "b"), "io");
        await rejectsWithCode(() => storage.stage(sourceOf(content(LARGE))), "io");
        await stage.discard();
        await spare.discard();
        const opened = await session.crash();
        // Either both changes are on the disk, with all their bytes, or none of them.
        const isNew = new TextDecoder().decode(await readOne(opened, "b")) === "new";
        await expectContent(opened, "b", utf8(isNew ? "new" : "old"));
        await expectContent(opened, "a", isNew ? content(LARGE, 2) : old);
        await expectAbsent(opened, "c");
        await putOne(opened, "a", content(LARGE, 4));
        await expectContent(opened, "a", content(LARGE, 4));
      },
    },
    {
      name: "an open store is locked, and its storage goes on working",
      needs: { durable: true, shared: false },
      async run(session) {
        const { storage } = session;
        await putOne(storage, "a", utf8("x"));
        await rejectsWithCode(() => session.open(), "locked");
        await rejectsWithCode(() => session.open(), "locked");
        await putOne(storage, "b", utf8("y"));
        const opened = await session.reopen();
        await expectContent(opened, "a", utf8("x"));
        await expectContent(opened, "b", utf8("y"));
      },
    },
    {
      name: "if a store is opened twice at the same time, exactly one succeeds",
      needs: { durable: true, shared: false },
      async run(session) {
        await session.close();
        const outcomes = await Promise.allSettled([session.open(), session.open()]);
        const failed = outcomes.filter((outcome) => outcome.status === "rejected");
        assert.equal(failed.length, 1);
        await rejectsWithCode(() => Promise.reject(failed[0]?.reason), "locked");
        await putOne(session.storage, "a", utf8("x"));
      },
    },
  ],
};

/** Fills three instances, and returns their records by instance. */
async function fill(
  storage: VariableStorage,
): Promise<ReadonlyMap<string, readonly VariableRecord[]>> {
  const filled = new Map<string, readonly VariableRecord[]>();
  for (const id of ["order-1", "order-2", "order-3"]) {
    const stage = await storage.stage(sourceOf(content(LARGE)));
    await storage.apply(id, [put("small", utf8("value of small"), { type: "String" })]);
    await storage.apply(id, [
      put("large", stage, { type: "File", valueInfo: { filename: "ä.bin", encoding: "x" } }),
      put("middle", content(20_000)),
      put("null", null, { type: "Null" }),
      put("empty", new Uint8Array(0)),
      put("\u{1f600}", utf8("x"), { valueInfo: { objectTypeName: "int[]" } }),
    ]);
    await putOne(storage, "replaced", content(50_000), id);
    await putOne(storage, "replaced", utf8("small now"), id);
    filled.set(id, await storage.list(id));
  }
  return filled;
}

async function expectRecords(
  storage: VariableStorage,
  id: string,
  records: readonly VariableRecord[],
): Promise<void> {
  const listed = await storage.list(id);
  assert.equal(listed.length, records.length);
  for (const [index, record] of records.entries()) assertSameRecord(listed[index], record);
  assertBytes(await readOne(storage, "large", id), content(LARGE));
  assertBytes(await readOne(storage, "middle", id), content(20_000));
  assertBytes(await readOne(storage, "replaced", id), utf8("small now"));
  assertBytes(await readOne(storage, "empty", id), utf8(""));
}
