import assert from "node:assert/strict";
import { nextTurn } from "../../core/_next_turn.ts";
import type { VariableStorage } from "../../core/storage/storage.ts";
import type { CaseGroup } from "./_case_group.ts";
import { collect, content, sourceOf, utf8 } from "./_content.ts";
import { openerOf } from "./_opener_of.ts";
import { PausedSource } from "./_paused_source.ts";
import {
  assertSameRecord,
  clear,
  deleteOne,
  expectAbsent,
  expectContent,
  expectWholeOrGone,
  INSTANCE,
  openOne,
  put,
  putOne,
} from "./_variables.ts";

const LARGE = 1_300_000;
const needs = { shared: true };

/** One store is opened several times at once, as by several processes. */
export const sharing: CaseGroup = {
  group: "sharing",
  cases: [
    {
      name: "each opener sees the changes of the others at once",
      needs,
      async run(session) {
        const first = session.storage;
        await putOne(first, "a", utf8("before"));
        const second = await session.open();
        await expectContent(second, "a", utf8("before"));
        for (const [writer, reader] of [
          [first, second],
          [second, first],
        ] as const) {
          for (const size of [10, LARGE]) {
            const stage = await writer.stage(sourceOf(content(size, size)));
            const [record] = await writer.apply(INSTANCE, [put("a", stage), put("b", null)]);
            assertSameRecord(await reader.stat(INSTANCE, "a"), record);
            await expectContent(reader, "a", content(size, size));
            assert.equal((await reader.list(INSTANCE)).length, 2);
          }
          await deleteOne(writer, "a");
          await expectAbsent(reader, "a");
          await clear(writer);
          assert.deepEqual(await reader.list(INSTANCE), []);
          assert.deepEqual(await reader.instances(), []);
        }
      },
    },
    {
      name: "if several openers create the same name, exactly one succeeds",
      needs,
      async run(session) {
        const openers = [session.storage, await session.open(), await session.open()];
        for (let round = 0; round < 20; round++) {
          const changes = (i: number) => [
            put(`v${round}`, utf8(`${i}`), { condition: { ifNoneMatch: "*" } as const }),
          ];
          const outcomes = await Promise.allSettled(
            Array.from({ length: 12 }, async (_, i) => {
              for (let turns = 0; turns < i % 4; turns++) await nextTurn();
              return openerOf(openers, i).apply(INSTANCE, changes(i));
            }),
          );
          const winners = outcomes.flatMap(({ status }, i) => (status === "fulfilled" ? [i] : []));
          assert.equal(winners.length, 1, `round ${round}: ${winners.length} have created it`);
          for (const outcome of outcomes) {
            if (outcome.status === "fulfilled") continue;
            assert.equal(outcome.reason.name, "PreconditionFailedError");
          }
          for (const opener of openers) {
            await expectContent(opener, `v${round}`, utf8(`${winners[0]}`));
          }
        }
      },
    },
    {
      name: "no update is lost between openers that expect the version they read",
      needs,
      async run(session) {
        const openers = [session.storage, await session.open()];
        await putOne(session.storage, "count", utf8("0"));
        const updates = await Promise.all(openers.map((opener) => count(opener, 40)));
        const [one = 0, other = 0] = updates;
        for (const opener of openers) await expectContent(opener, "count", utf8(`${one + other}`));
      },
    },
    {
      name: "versions of several openers are never equal",
      needs,
      async run(session) {
        const openers = [session.storage, await session.open(), await session.open()];
        const versions: string[] = [];
        for (let round = 0; round < 30; round++) {
          versions.push((await putOne(openerOf(openers, round), "a", utf8("same"))).version);
        }
        assert.equal(new Set(versions).size, versions.length);
      },
    },
    {
      name: "a stage, finished or not, outlives the opening, sweeping and closing of others",
      needs,
      async run(session) {
        const first = session.storage;
        const whole = await first.stage(sourceOf(content(LARGE)));
        const small = await first.stage(sourceOf(content(100)));
        const upload = new PausedSource(content(LARGE, 2));
        const staging = first.stage(upload);
        // If the case fails before it waits for the upload, closing ends that.
        staging.catch(() => {});
        await upload.paused;
        for (let round = 0; round < 3; round++) {
          const other = await session.open();
          await putOne(other, "other", await other.stage(sourceOf(content(LARGE, 3))));
          await deleteOne(other, "other");
          for (let turns = 0; turns < 20; turns++) await nextTurn();
          await session.close();
        }
        upload.goOn();
        await first.apply(INSTANCE, [put("a", whole), put("b", await staging), put("c", small)]);
        const last = await session.open();
        for (const opener of [first, last]) {
          await expectContent(opener, "a", content(LARGE));
          await expectContent(opener, "b", content(LARGE, 2));
          await expectContent(opener, "c", content(100));
        }
      },
    },
    {
      name: "a reader outlives the changes of other openers, or ends with an error",
      needs,
      async run(session) {
        const first = session.storage;
        await putOne(first, "a", content(LARGE));
        const reader = await openOne(first, "a");
        const second = await session.open();
        await putOne(second, "a", content(LARGE, 2));
        await deleteOne(second, "a");
        await session.close();
        await expectWholeOrGone(collect(reader.read()), content(LARGE));
        await reader.close();
      },
    },
    {
      name: "closing one opener does not end the others",
      needs,
      async run(session) {
        const first = session.storage;
        await putOne(first, "a", utf8("x"));
        const second = await session.open();
        await putOne(second, "b", content(LARGE));
        await session.close();
        await putOne(first, "c", await first.stage(sourceOf(content(LARGE, 2))));
        await expectContent(first, "a", utf8("x"));
        await expectContent(first, "b", content(LARGE));
        await expectContent(first, "c", content(LARGE, 2));
        await expectContent(await session.open(), "c", content(LARGE, 2));
      },
    },
    {
      name: "a stage of another opener is a TypeError, and its own opener can still use it",
      needs,
      async run(session) {
        const first = session.storage;
        const second = await session.open();
        const stage = await first.stage(sourceOf(content(LARGE)));
        await assert.rejects(() => putOne(second, "a", stage), TypeError);
        await putOne(first, "a", stage);
        await expectContent(second, "a", content(LARGE));
      },
    },
  ],
};

/** Tries to add 1 `rounds` times. Returns how often it succeeded. */
async function count(storage: VariableStorage, rounds: number): Promise<number> {
  let updates = 0;
  for (let round = 0; round < rounds; round++) {
    const record = await storage.stat(INSTANCE, "count");
    assert.ok(record);
    const next = Number(new TextDecoder().decode(record.inline)) + 1;
    const condition = { ifMatch: [record.version] };
    if (round % 3 === 0) await nextTurn();
    try {
      await storage.apply(INSTANCE, [put("count", utf8(`${next}`), { condition })]);
      updates++;
    } catch (error) {
      assert.ok(error instanceof Error && error.name === "PreconditionFailedError", `${error}`);
    }
  }
  return updates;
}
