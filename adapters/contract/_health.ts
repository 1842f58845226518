import assert from "node:assert/strict";
import type { VariableStorage } from "../../core/storage/storage.ts";
import type { StorageErrorCode } from "../../core/storage/storage_error.ts";
import type { CaseDefinition, CaseGroup } from "./_case_group.ts";
import { content, sourceOf, utf8 } from "./_content.ts";
import { expectContent, INSTANCE, put, putOne, rejectsWithCode } from "./_variables.ts";

const LARGE = 1_300_000;
const needs = { health: true };

/** What a storage says about its own health is true, and asking changes nothing. */
export const health: CaseGroup = {
  group: "health",
  cases: [
    {
      name: "an open storage takes writes, and asking changes nothing that others see",
      needs,
      async run({ storage }) {
        await expectWritable(storage);
        assert.deepEqual(await storage.instances(), []);
        await putOne(storage, "a", content(LARGE));
        const before = await storage.list(INSTANCE);
        for (let i = 0; i < 20; i++) await expectWritable(storage);
        assert.deepEqual(await storage.list(INSTANCE), before);
        assert.deepEqual(await storage.instances(), [INSTANCE]);
        await expectContent(storage, "a", content(LARGE));
      },
    },
    {
      name: "any number of calls at once are answered, also beside writes and stages",
      needs,
      async run({ storage }) {
        const writes = Array.from({ length: 20 }, (_, i) => putOne(storage, `v${i}`, content(i)));
        const asked = Array.from({ length: 200 }, () => expectWritable(storage));
        const staging = storage.stage(sourceOf(content(LARGE)));
        const [stage] = await Promise.all([staging, ...asked, ...writes]);
        await expectWritable(storage);
        await stage.discard();
        assert.equal((await storage.list(INSTANCE)).length, 20);
      },
    },
    {
      name: "calls that are refused for their own sake say nothing about the storage",
      needs,
      async run({ storage }) {
        await putOne(storage, "a", utf8("x"));
        const stage = await storage.stage(sourceOf(content(LARGE)));
        await stage.discard();
        const failing = async function* () {
          yield content(LARGE);
          throw new Error("The source failed");
        };
        await assert.rejects(storage.stage(failing()));
        await assert.rejects(storage.stat(INSTANCE, ""), TypeError);
        await rejectsWithCode(() => putOne(storage, "a", stage), "gone");
        const exists = put("a", utf8("y"), { condition: { ifNoneMatch: "*" } });
        await assert.rejects(storage.apply(INSTANCE, [exists]));
        await expectWritable(storage);
        await expectContent(storage, "a", utf8("x"));
      },
    },
    {
      name: "a closed storage says so, and does not reject",
      needs,
      async run(session) {
        const { storage } = session;
        const asked = Array.from({ length: 3 }, () => ask(storage));
        await session.close();
        await Promise.all(asked);
        for (let i = 0; i < 3; i++) await expectRefusal(storage, "closed", true);
      },
    },
    {
      name: "after a failed sync only reopening helps, and an opening is well again",
      needs: { ...needs, durable: true, failingSyncs: true },
      async run(session) {
        const { storage } = session;
        await session.whileSyncsFail(async () => {
          await rejectsWithCode(() => putOne(storage, "a", utf8("x")), "io");
          await expectRefusal(storage, "io", true);
        });
        // The disk works again, but nobody knows which bytes the system has dropped.
        for (let i = 0; i < 3; i++) await expectRefusal(storage, "io", true);
        const opened = await session.crash();
        await expectWritable(opened);
        await putOne(opened, "a", utf8("y"));
      },
    },
    ...[false, true].map((writes): CaseDefinition => {
      const after = writes ? "after a refused write" : "without any write";
      return {
        name: `a full disk is noticed ${after}, and room on it without any write`,
        needs: { ...needs, fullDisk: true },
        async run(session) {
          const { storage } = session;
          await putOne(storage, "a", utf8("x"));
          await session.whileFull(async () => {
            if (writes) await rejectsWithCode(() => storage.stage(megabytes(64)), "full");
            for (let i = 0; i < 3; i++) await expectRefusal(storage, "full", false);
          });
          await expectWritable(storage);
          await expectWritable(storage);
          await expectContent(storage, "a", utf8("x"));
          await putOne(storage, "b", content(LARGE));
        },
      };
    }),
  ],
};

async function* megabytes(count: number): AsyncGenerator<Uint8Array> {
  const chunk = content(1_000_000);
  for (let i = 0; i < count; i++) yield chunk;
}

async function ask(storage: VariableStorage) {
  assert.ok(storage.health, "The storage has 'health'");
  return storage.health();
}

async function expectWritable(storage: VariableStorage): Promise<void> {
  const found = await ask(storage);
  assert.equal(found.writable, true, found.writable ? "" : `It refuses: ${found.error.message}`);
}

async function expectRefusal(
  storage: VariableStorage,
  code: StorageErrorCode,
  needsReopening: boolean,
): Promise<void> {
  const found = await ask(storage);
  assert.ok(!found.writable, `The storage says that it takes writes, and it is "${code}"`);
  const { reason, error } = found;
  assert.equal(error.code, code);
  assert.equal(error.needsReopening, needsReopening, "needsReopening");
  // The error may name a path or a host. Anybody may see the reason.
  assert.match(reason, /^[^\n/\\'"]{1,200}$/);
}
