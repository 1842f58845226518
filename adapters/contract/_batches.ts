import assert from "node:assert/strict";
import type { Change, StagedContent, VariableStorage } from "../../core/storage/storage.ts";
import type { CaseGroup } from "./_case_group.ts";
import { collect, content, sourceOf, utf8 } from "./_content.ts";
import {
  clear,
  deleteOne,
  expectAbsent,
  expectContent,
  INSTANCE,
  put,
  putOne,
  rejectsWithCode,
} from "./_variables.ts";

/** Several changes in one `apply` are all made, or none. */
export const batches: CaseGroup = {
  group: "batches",
  cases: [
    {
      name: "puts and deletes together, with one entry for each in their order",
      async run({ storage }) {
        await storage.apply(INSTANCE, [put("a", utf8("old")), put("b", content(90_000))]);
        const stage = await storage.stage(sourceOf(content(200_000)));
        const applied = await storage.apply(INSTANCE, [
          put("d", stage),
          { op: "delete", name: "b" },
          put("a", utf8("new")),
          { op: "delete", name: "never there" },
          put("c", null),
        ]);
        const names = applied.map((record) => record?.name);
        assert.deepEqual(names, ["d", undefined, "a", undefined, "c"]);
        await expectContent(storage, "a", utf8("new"));
        await expectAbsent(storage, "b");
        assert.equal((await storage.stat(INSTANCE, "c"))?.isNull, true);
        await expectContent(storage, "d", content(200_000));
      },
    },
    {
      name: "no changes change nothing",
      async run({ storage }) {
        assert.deepEqual(await storage.apply(INSTANCE, []), []);
        assert.deepEqual(await storage.instances(), []);
      },
    },
    {
      name: "a thousand changes at once",
      async run({ storage }) {
        const names = Array.from({ length: 1_000 }, (_, i) => `v${String(i).padStart(3, "0")}`);
        const puts = names.map((name) => put(name, utf8(name)));
        assert.equal((await storage.apply(INSTANCE, puts)).length, 1_000);
        const listed = await storage.list(INSTANCE, { limit: 10_000 });
        assert.deepEqual(
          listed.map((record) => new TextDecoder().decode(record.inline)),
          names,
        );
        const odd = names.filter((_, i) => i % 2 === 1);
        await storage.apply(
          INSTANCE,
          names.map((name, i) => (i % 2 === 0 ? { op: "delete", name } : put(name, null))),
        );
        const left = await storage.list(INSTANCE);
        assert.deepEqual(
          left.map(({ name, isNull }) => ({ name, isNull })),
          odd.map((name) => ({ name, isNull: true })),
        );
      },
    },
    {
      name: "a precondition that fails in the middle undoes all, and the stages stay usable",
      async run({ storage }) {
        await storage.apply(INSTANCE, [put("a", utf8("old")), put("b", utf8("old"))]);
        const before = await storage.list(INSTANCE);
        const large = await storage.stage(sourceOf(content(100_000)));
        const small = await storage.stage(sourceOf(utf8("new")));
        const changes = (condition: object): Change[] => [
          put("a", small),
          put("new", large),
          { op: "delete", name: "b", condition },
          put("newer", utf8("new")),
        ];
        await assert.rejects(storage.apply(INSTANCE, changes({ ifMatch: ["other"] })), {
          name: "PreconditionFailedError",
          variableName: "b",
        });
        assert.deepEqual(await storage.list(INSTANCE), before);
        assert.equal((await collect(large.read())).length, 100_000);
        await storage.apply(INSTANCE, changes({ ifMatch: "*" }));
        await expectContent(storage, "a", utf8("new"));
        await expectContent(storage, "new", content(100_000));
        await expectAbsent(storage, "b");
      },
    },
    {
      name: "a stage that is gone in the middle undoes all",
      async run({ storage }) {
        await putOne(storage, "a", utf8("old"));
        const gone = await storage.stage(sourceOf(content(100_000)));
        await gone.discard();
        const changes: Change[] = [put("a", utf8("new")), put("b", gone), put("c", utf8("new"))];
        await rejectsWithCode(() => storage.apply(INSTANCE, changes), "gone");
        await expectContent(storage, "a", utf8("old"));
        await expectAbsent(storage, "b");
        await expectAbsent(storage, "c");
      },
    },
    {
      name: "if two calls use the same stage, exactly one succeeds",
      async run({ storage }) {
        const stage = await storage.stage(sourceOf(content(100_000)));
        const outcomes = await Promise.allSettled([
          putOne(storage, "a", stage),
          putOne(storage, "b", stage),
        ]);
        const statuses = outcomes.map((outcome) => outcome.status);
        assert.deepEqual(statuses.toSorted(), ["fulfilled", "rejected"]);
        const failed = statuses.indexOf("rejected");
        await expectContent(storage, failed === 0 ? "b" : "a", content(100_000));
        await expectAbsent(storage, failed === 0 ? "a" : "b");
      },
    },
    {
      name: "arguments outside the contract are a TypeError and change nothing",
      async run({ storage }) {
        await putOne(storage, "a", utf8("old"));
        const stage = await storage.stage(sourceOf(content(100_000)));
        const wrong: Change[][] = [
          [put("b", utf8("1")), put("b", utf8("2"))],
          [put("b", utf8("1")), { op: "delete", name: "b" }],
          [put("b", utf8("1")), { op: "clear" }],
          [{ op: "clear" }, { op: "clear" }],
          [put("b", utf8("1")), put("", utf8("2"))],
          [put("b", utf8("1")), { op: "delete", name: "\ud800" }],
          [put("b", stage), put("c", stage)],
          [put("b", utf8("1")), put("c", foreignStage())],
        ];
        for (const changes of wrong) {
          await assert.rejects(() => storage.apply(INSTANCE, changes), TypeError);
        }
        await assert.rejects(() => storage.apply("", [put("b", utf8("1"))]), TypeError);
        await expectNames(storage, ["a"]);
        await putOne(storage, "b", stage);
      },
    },
    {
      name: "deleting and clearing something that does not exist succeeds",
      async run({ storage }) {
        await deleteOne(storage, "a");
        await clear(storage);
        assert.deepEqual(await storage.apply(INSTANCE, [{ op: "clear" }]), [undefined]);
        assert.deepEqual(await storage.instances(), []);
      },
    },
    {
      name: "clear deletes all variables of its instance, and none of another",
      async run({ storage }) {
        const changes = Array.from({ length: 50 }, (_, i) =>
          put(`v${i}`, content(i % 10 === 0 ? 100_000 : i)),
        );
        for (const id of ["order-1", "order-10", "order", "order-2"]) {
          await storage.apply(id, changes);
        }
        await clear(storage, "order-1");
        await expectNames(storage, []);
        assert.deepEqual(await storage.instances(), ["order", "order-10", "order-2"]);
        assert.equal((await storage.list("order-10")).length, 50);
        await putOne(storage, "v0", utf8("new"));
        await expectNames(storage, ["v0"]);
        await expectContent(storage, "v10", content(100_000), "order-2");
      },
    },
  ],
};

function foreignStage(): StagedContent {
  const discard = async () => {};
  const read = () => sourceOf(utf8("1234"));
  return { size: 4, read, discard, [Symbol.asyncDispose]: discard };
}

async function expectNames(storage: VariableStorage, names: readonly string[]): Promise<void> {
  const listed = await storage.list(INSTANCE);
  assert.deepEqual(
    listed.map((record) => record.name),
    names,
  );
}
