import assert from "node:assert/strict";
import type { VariableStorage } from "../../core/storage/storage.ts";
import type { CaseGroup } from "./_case_group.ts";
import { assertBytes, collect, content, sourceOf, utf8 } from "./_content.ts";
import { readWhile } from "./_read_while.ts";
import { deleteOne, expectAbsent, expectContent, INSTANCE, put, putOne } from "./_variables.ts";

/** Calls that run at the same time. */
export const concurrency: CaseGroup = {
  group: "concurrency",
  cases: [
    {
      name: "calls for one instance take effect in the order of the calls",
      async run({ storage }) {
        for (let round = 0; round < 5; round++) {
          const calls: Promise<unknown>[] = [];
          for (let i = 0; i <= 40; i++) {
            if (i % 7 === 3) calls.push(deleteOne(storage, "a"));
            else if (i % 11 === 5) calls.push(storage.apply(INSTANCE, [{ op: "clear" }]));
            else if (i % 5 === 1) calls.push(putOne(storage, "a", content(40_000, i)));
            else calls.push(putOne(storage, i % 2 === 0 ? "a" : "b", utf8(`${round}-${i}`)));
          }
          await Promise.all(calls);
          await expectContent(storage, "a", utf8(`${round}-40`));
        }
        await Promise.all([putOne(storage, "a", content(100_000)), deleteOne(storage, "a")]);
        await expectAbsent(storage, "a");
      },
    },
    {
      name: "a small value right after a large one wins",
      async run({ storage }) {
        const stage = await storage.stage(sourceOf(content(2_000_000)));
        await Promise.all([putOne(storage, "a", stage), putOne(storage, "a", utf8("last"))]);
        await expectContent(storage, "a", utf8("last"));
      },
    },
    {
      name: "an acknowledged change is seen at once",
      async run({ storage }) {
        const writers = Array.from({ length: 8 }, async (_, writer) => {
          for (let round = 0; round < 20; round++) {
            const size = round % 4 === 0 ? 30_000 : 30;
            const record = await putOne(storage, `v${writer}`, content(size, round + 1));
            const seen = await storage.stat(INSTANCE, `v${writer}`);
            assert.equal(seen?.version, record.version);
            await expectContent(storage, `v${writer}`, content(size, round + 1));
          }
        });
        await Promise.all(writers);
      },
    },
    {
      name: "while many write one name, every reader gets one whole version",
      async run({ storage }) {
        await putSeeded(storage, 1);
        const write = async (writer: number) => {
          for (let round = 0; round < 15; round++)
            await putSeeded(storage, 2 + writer * 15 + round);
        };
        await readWhile(Promise.all([0, 1, 2, 3].map(write)), async () => {
          const variable = await storage.open(INSTANCE, "a");
          assert.ok(variable);
          const seed = Number(variable.record.type);
          assertBytes(await collect(variable.read()), content(sizeOf(seed), seed));
          await variable.close();
        });
      },
    },
    {
      name: "a batch is seen whole or not at all, in every listing",
      async run({ storage }) {
        const names = ["a", "m", "z"];
        const batch = (text: string) =>
          names.map((name, i) => put(name, i === 1 ? content(20_000) : utf8(text), { type: text }));
        await storage.apply(INSTANCE, batch("0"));
        const write = async () => {
          for (let round = 1; round <= 40; round++) {
            if (round % 8 === 0) await storage.apply(INSTANCE, [{ op: "clear" }]);
            await storage.apply(INSTANCE, batch(String(round)));
          }
        };
        await readWhile(write(), async () => {
          const types = (await storage.list(INSTANCE)).map((record) => record.type);
          assert.deepEqual(types, [types[0], types[0], types[0]].slice(0, types.length));
          assert.ok(types.length === 3 || types.length === 0);
        });
      },
    },
    {
      name: "a failed precondition fails only its own call among many",
      async run({ storage }) {
        const outcomes = await Promise.allSettled(
          Array.from({ length: 60 }, (_, i) => {
            const condition = i % 3 === 1 ? { ifMatch: ["other"] } : {};
            const changes = [put(`v${i}`, utf8(`${i}`), { condition }), put("all", utf8(`${i}`))];
            return storage.apply(i % 2 === 0 ? "order-1" : `order-${i}`, changes);
          }),
        );
        for (const [i, outcome] of outcomes.entries()) {
          const id = i % 2 === 0 ? "order-1" : `order-${i}`;
          assert.equal(outcome.status, i % 3 === 1 ? "rejected" : "fulfilled", `call ${i}`);
          if (outcome.status === "fulfilled")
            await expectContent(storage, `v${i}`, utf8(`${i}`), id);
          else await expectAbsent(storage, `v${i}`, id);
        }
        await expectContent(storage, "all", utf8("56"));
        assert.equal((await storage.instances()).includes("order-1"), true);
        assert.equal((await storage.instances()).includes("order-7"), false);
      },
    },
    {
      name: "a wrong argument fails only its own call among many",
      async run({ storage }) {
        const outcomes = await Promise.allSettled(
          ["a", "", "b", "\ud800", "c"].map((name) => putOne(storage, name, utf8("x"))),
        );
        assert.deepEqual(
          outcomes.map((outcome) => outcome.status),
          ["fulfilled", "rejected", "fulfilled", "rejected", "fulfilled"],
        );
        assert.equal((await storage.list(INSTANCE)).length, 3);
      },
    },
    {
      name: "preconditions of concurrent calls see the changes of earlier calls",
      async run({ storage }) {
        const create = { condition: { ifNoneMatch: "*" } } as const;
        const outcomes = await Promise.allSettled(
          Array.from({ length: 20 }, (_, i) =>
            storage.apply(INSTANCE, [put("a", utf8(`${i}`), create)]),
          ),
        );
        const created = outcomes.flatMap(({ status }, i) => (status === "fulfilled" ? [i] : []));
        assert.deepEqual(created, [0]);
        await expectContent(storage, "a", utf8("0"));
      },
    },
    {
      name: "no update is lost when each writer expects the version that it read",
      async run({ storage }) {
        await putOne(storage, "count", utf8("0"));
        const writers = Array.from({ length: 8 }, async () => {
          let done = 0;
          for (let tries = 0; done < 10 && tries < 1_000; tries++) {
            if (await increment(storage)) done++;
          }
          assert.equal(done, 10);
        });
        await Promise.all(writers);
        await expectContent(storage, "count", utf8("80"));
      },
    },
    {
      name: "many instances at once",
      async run({ storage }) {
        const ids = Array.from({ length: 100 }, (_, i) => `order-${String(i).padStart(3, "0")}`);
        await Promise.all(ids.map((id) => putOne(storage, "a", utf8(id), id)));
        assert.deepEqual(await storage.instances(), ids);
        for (const id of ids) await expectContent(storage, "a", utf8(id), id);
        await Promise.all(ids.map((id) => storage.apply(id, [{ op: "clear" }])));
        assert.deepEqual(await storage.instances(), []);
      },
    },
  ],
};

/** The size of a content with this seed: some are inline, others are large. */
function sizeOf(seed: number): number {
  return seed % 3 === 0 ? 100 + seed : 200_000 + seed * 1_000;
}

async function putSeeded(storage: VariableStorage, seed: number): Promise<void> {
  const stage = await storage.stage(sourceOf(content(sizeOf(seed), seed)));
  await storage.apply(INSTANCE, [put("a", stage, { type: String(seed) })]);
}

/** Adds 1 to the variable `count`. Returns false if another writer was faster. */
async function increment(storage: VariableStorage): Promise<boolean> {
  const record = await storage.stat(INSTANCE, "count");
  assert.ok(record);
  const next = Number(new TextDecoder().decode(record.inline)) + 1;
  const condition = { ifMatch: [record.version] };
  try {
    await storage.apply(INSTANCE, [put("count", utf8(String(next)), { condition })]);
    return true;
  } catch (error) {
    assert.ok(error instanceof Error && error.name === "PreconditionFailedError", String(error));
    return false;
  }
}
