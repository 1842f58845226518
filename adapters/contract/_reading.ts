import assert from "node:assert/strict";
import { nextTurn } from "../../core/_next_turn.ts";
import type { VariableStorage } from "../../core/storage/storage.ts";
import { ProcessVariables } from "../../core/variables/process_variables.ts";
import type { CaseDefinition, CaseGroup } from "./_case_group.ts";
import { assertBytes, collect, content, sourceOf, utf8 } from "./_content.ts";
import {
  clear,
  deleteOne,
  expectAbsent,
  expectContent,
  expectWholeOrGone,
  INSTANCE,
  openOne,
  put,
  putOne,
  rejectsWithCode,
} from "./_variables.ts";

const LARGE = 1_300_000;
/** The largest piece of a read. No adapter needs larger ones, and a reader may hold a few of them in memory. */
const MAX_PIECE_BYTES = 4_194_304;

/** Events that may happen to a variable while it is read. */
const EVENTS: Record<string, (storage: VariableStorage) => Promise<void>> = {
  "a replacement": async (storage) => {
    await putOne(storage, "a", await storage.stage(sourceOf(content(LARGE, 2))));
  },
  "a shorter replacement": async (storage) => {
    await putOne(storage, "a", utf8("new"));
  },
  "a typed null": async (storage) => {
    await putOne(storage, "a", null);
  },
  "a deletion": (storage) => deleteOne(storage, "a"),
  "a clear": (storage) => clear(storage),
  "a clear and a new start": async (storage) => {
    await clear(storage);
    await putOne(storage, "a", content(LARGE, 2));
  },
  "many replacements": async (storage) => {
    for (let i = 2; i < 12; i++) await putOne(storage, "a", content(LARGE / 10, i));
  },
};

/** A reader gets the whole version that it has opened, or an error. */
export const reading: CaseGroup = {
  group: "reading",
  cases: [
    {
      name: "ranges, at the edges and across blocks",
      async run({ storage }) {
        for (const size of [0, 1, 10_000, LARGE]) {
          const bytes = content(size);
          await putOne(storage, "a", await storage.stage(sourceOf(bytes)));
          const variable = await openOne(storage, "a");
          for (const [start, end] of rangesOf(size)) {
            const read = await collect(variable.read(start, end));
            assertBytes(read, bytes.subarray(start, end), `bytes ${start} to ${end} of ${size}`);
          }
          const half = Math.floor(size / 2);
          assertBytes(await collect(variable.read(half)), bytes.subarray(half));
          assertBytes(await collect(variable.read(undefined, half)), bytes.subarray(0, half));
          await variable.close();
        }
      },
    },
    {
      name: "a range outside the content is a RangeError",
      async run({ storage }) {
        await putOne(storage, "a", utf8("0123456789"));
        await putOne(storage, "b", content(100_000));
        await putOne(storage, "c", null);
        for (const [name, size] of [
          ["a", 10],
          ["b", 100_000],
          ["c", 0],
        ] as const) {
          const variable = await openOne(storage, name);
          for (const [start, end] of [
            [-1, size],
            [0, size + 1],
            [size + 1, size + 1],
            [1, 0],
            [0.5, size],
            [Number.NaN, size],
            [0, Infinity],
          ] as const) {
            await assert.rejects(
              async () => collect(variable.read(start, end)),
              RangeError,
              `bytes ${start} to ${end} of ${size}`,
            );
          }
          await variable.close();
        }
      },
    },
    {
      name: "a typed null reads as nothing",
      async run({ storage }) {
        await putOne(storage, "a", null);
        const variable = await openOne(storage, "a");
        assert.equal((await collect(variable.read())).length, 0);
        await variable.close();
      },
    },
    ...Object.entries(EVENTS).flatMap(([event, happen]) => [
      duringRead(event, happen),
      beforeRead(event, happen),
    ]),
    {
      name: "an inline value outlives its replacement",
      async run({ storage }) {
        await putOne(storage, "a", utf8("old"));
        const variable = await openOne(storage, "a");
        await putOne(storage, "a", utf8("newer"));
        assertBytes(await collect(variable.read()), utf8("old"));
        assertBytes(variable.record.inline, utf8("old"));
        await variable.close();
      },
    },
    {
      name: "a large value that was staged comes in pieces of at most 4 MiB",
      async run({ storage }) {
        const size = 4 * MAX_PIECE_BYTES;
        await putOne(storage, "a", await storage.stage(sourceOf(content(size))));
        const variable = await openOne(storage, "a");
        let read = 0;
        for await (const piece of variable.read()) {
          assert.ok(
            piece.length <= MAX_PIECE_BYTES,
            `A piece has ${piece.length} bytes, at most ${MAX_PIECE_BYTES} are allowed`,
          );
          read += piece.length;
        }
        assert.equal(read, size);
        await variable.close();
      },
    },
    {
      name: "opening a content while it is replaced gives one of the two versions, whole",
      async run({ storage }) {
        for (const size of [1_000, 100_000, LARGE]) {
          await storage.apply(INSTANCE, [put("a", content(size, 1), { type: "1" })]);
          for (let seed = 2; seed < 12; seed++) {
            const change = put("a", content(size, seed), { type: `${seed}` });
            // These are opened before, during and after the commit.
            const opening = [storage.open(INSTANCE, "a")];
            const applying = storage.apply(INSTANCE, [change]);
            for (let i = 0; i < 4; i++) {
              opening.push(storage.open(INSTANCE, "a"));
              await nextTurn();
            }
            await applying;
            for (const variable of await Promise.all(opening)) {
              assert.ok(variable, `A content of ${size} bytes was there all the time`);
              const { type } = variable.record;
              assertBytes(await collect(variable.read()), content(size, Number(type)));
              await variable.close();
            }
          }
        }
      },
    },
    {
      name: "printing a value as JSON closes its reader",
      async run(session) {
        const { storage } = session;
        const variables = new ProcessVariables({ storage });
        const json = utf8(`[${"1,".repeat(50_000)}1]`);
        for (let seed = 0; seed < 3; seed++) {
          const stage = await storage.stage(sourceOf(json));
          await storage.apply(INSTANCE, [put("a", stage, { type: "Json" })]);
          const printed = await variables.getJson(INSTANCE, "a");
          assert.ok(printed.json.length > json.length, "It is printed whole");
        }
        await clear(storage);
        await session.expectNothingLeft();
      },
    },
    {
      name: "several readers of one version are closed independently",
      async run(session) {
        const { storage } = session;
        await putOne(storage, "a", content(LARGE));
        const first = await openOne(storage, "a");
        const second = await openOne(storage, "a");
        const third = await openOne(storage, "a");
        await putOne(storage, "a", content(LARGE, 2));
        await first.close();
        assertBytes(await collect(second.read()), content(LARGE));
        await second.close();
        const [one, other] = await Promise.all([collect(third.read()), collect(third.read())]);
        assertBytes(one, content(LARGE));
        assertBytes(other, content(LARGE));
        await third.close();
        await session.expectNothingLeft();
        await expectContent(storage, "a", content(LARGE, 2));
      },
    },
    {
      name: "a reader may read again after it has broken off",
      async run({ storage }) {
        await putOne(storage, "a", content(LARGE));
        const variable = await openOne(storage, "a");
        for await (const _ of variable.read()) break;
        for await (const _ of variable.read(100)) break;
        assertBytes(await collect(variable.read()), content(LARGE));
        await variable.close();
      },
    },
    {
      name: "closing a reader also ends a running read",
      async run({ storage }) {
        for (const size of [0, 100, LARGE]) {
          await putOne(storage, "a", content(size));
          const variable = await openOne(storage, "a");
          const underWay = variable.read()[Symbol.asyncIterator]();
          await underWay.next();
          await variable.close();
          await variable.close();
          await rejectsWithCode(() => collect(variable.read()), "closed", `of ${size} bytes`);
          if (size === LARGE)
            await rejectsWithCode(() => drain(underWay), "closed", `of ${size} bytes`);
          await expectContent(storage, "a", content(size));
        }
      },
    },
    {
      name: "a replaced content is deleted once its last reader is closed",
      async run(session) {
        const { storage } = session;
        await storage.apply(INSTANCE, [put("a", content(LARGE)), put("b", content(LARGE))]);
        const readers = [await openOne(storage, "a"), await openOne(storage, "b")];
        await clear(storage);
        for (const reader of readers) await reader.close();
        await session.expectNothingLeft();
        await expectAbsent(storage, "a");
      },
    },
  ],
};

function duringRead(
  event: string,
  happen: (storage: VariableStorage) => Promise<void>,
): CaseDefinition {
  return {
    name: `a running read outlives ${event}, or ends with an error`,
    async run({ storage }) {
      await putOne(storage, "a", await storage.stage(sourceOf(content(LARGE))));
      const variable = await openOne(storage, "a");
      const iterator = variable.read()[Symbol.asyncIterator]();
      const first = await iterator.next();
      assert.ok(first.value instanceof Uint8Array);
      const begin = first.value.slice();
      assertBytes(begin, content(LARGE).subarray(0, begin.length));
      await happen(storage);
      await expectWholeOrGone(drain(iterator), content(LARGE).subarray(begin.length));
      await variable.close();
    },
  };
}

function beforeRead(
  event: string,
  happen: (storage: VariableStorage) => Promise<void>,
): CaseDefinition {
  return {
    name: `a variable opened before ${event} is read as it was, or fails`,
    async run({ storage }) {
      await putOne(storage, "a", content(LARGE));
      const variable = await openOne(storage, "a");
      await happen(storage);
      assert.equal(variable.record.size, LARGE);
      for (const start of [0, LARGE - 10]) {
        await expectWholeOrGone(collect(variable.read(start)), content(LARGE).subarray(start));
      }
      await variable.close();
    },
  };
}

/** Reads the rest of a read that has begun. */
function drain(iterator: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  return collect({ [Symbol.asyncIterator]: () => iterator });
}

function rangesOf(size: number): [start: number, end: number][] {
  const places = [0, 1, 65_535, 65_536, 65_537, 1_048_576, size - 1, size];
  const legal = places.filter((place) => 0 <= place && place <= size);
  return legal.flatMap((start) =>
    legal.filter((end) => start <= end).map((end): [number, number] => [start, end]),
  );
}
