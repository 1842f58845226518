import assert from "node:assert/strict";
import { nextTurn } from "../../core/_next_turn.ts";
import { compareNames } from "../../core/storage/compare_names.ts";
import type { Change, VariableStorage } from "../../core/storage/storage.ts";
import type { CaseDefinition, CaseGroup } from "./_case_group.ts";
import { assertBytes, collect, content, sourceOf, utf8 } from "./_content.ts";
import { openerOf } from "./_opener_of.ts";
import { readWhile } from "./_read_while.ts";
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
} from "./_variables.ts";

/** A storage may read 4 MiB at once. This needs three such reads. */
const LARGE = 9_000_000;
const SIZES = [LARGE, 100, 5_000_000, 200_000];
/** Names in UTF-8 order, which is not that of UTF-16 or of a language. */
const NAMES = [" ", '"', "%", "'", "Z", "_", "a", "b", "z", "ä", "\uff5e", "\u{1f600}"];
const needs = { shared: true };

/** What one opener may do while another one reads a large value. */
const CHANGES: readonly {
  readonly what: string;
  readonly change: (storage: VariableStorage) => Promise<unknown>;
  /** The bytes afterwards, if the variable is there. */
  readonly after?: () => Uint8Array;
}[] = [
  {
    what: "a large value",
    change: async (storage) =>
      putOne(storage, "a", await storage.stage(sourceOf(content(LARGE, 2)))),
    after: () => content(LARGE, 2),
  },
  {
    what: "a small value",
    change: (storage) => putOne(storage, "a", utf8("small")),
    after: () => utf8("small"),
  },
  { what: "a deletion", change: (storage) => deleteOne(storage, "a") },
  {
    what: "a clear and a new start",
    change: async (storage) => {
      await clear(storage);
      await putOne(storage, "a", content(200_000, 3));
    },
    after: () => content(200_000, 3),
  },
];

/** Openers read while others write. */
export const sharedReads: CaseGroup = {
  group: "shared reads",
  cases: [
    {
      name: "while one opener replaces, deletes and clears a large value, the others read one whole version or fail",
      needs,
      async run(session) {
        const writer = session.storage;
        const readers = [await session.open(), await session.open()];
        const contents = SIZES.map((size, seed) => content(size, seed + 1));
        const write = async (version: number) => {
          const stage = await writer.stage(sourceOf(contentOf(contents, version)));
          await writer.apply(INSTANCE, [put("a", stage, { type: String(version) })]);
        };
        const writeAll = async () => {
          for (let round = 0; round < 8; round++) {
            if (round % 6 === 3) await deleteOne(writer, "a");
            if (round % 6 === 5) await clear(writer);
            await write(round % SIZES.length);
            await nextTurn();
          }
        };
        await write(0);
        let reads = 0;
        await readWhile(writeAll(), async (reader) => {
          const variable = await openerOf(readers, reader).open(INSTANCE, "a");
          if (variable === undefined) return;
          const { size, type } = variable.record;
          const expected = contentOf(contents, Number(type));
          assert.equal(size, expected.length);
          const [start, end] = rangeOf(size, reads++);
          await expectWholeOrGone(slowly(variable.read(start, end)), expected.subarray(start, end));
          await variable.close();
        });
        await write(0);
        for (const reader of readers) await expectContent(reader, "a", contentOf(contents, 0));
      },
    },
    ...CHANGES.map(
      ({ what, change, after }): CaseDefinition => ({
        name: `a slow reader of another opener's large value outlives ${what}, or ends with an error`,
        needs,
        async run(session) {
          const writer = session.storage;
          await putOne(writer, "a", await writer.stage(sourceOf(content(LARGE))));
          const reader = await session.open();
          const [running, waiting] = [await openOne(reader, "a"), await openOne(reader, "a")];
          const iterator = running.read()[Symbol.asyncIterator]();
          const { value } = await iterator.next();
          assert.ok(value instanceof Uint8Array);
          const begin = value.slice();
          assertBytes(begin, content(LARGE).subarray(0, begin.length));
          await change(writer);
          await Promise.all([
            expectWholeOrGone(
              slowly({ [Symbol.asyncIterator]: () => iterator }),
              content(LARGE).subarray(begin.length),
            ),
            ...[0, 5_000_000, LARGE - 10].map((start) =>
              expectWholeOrGone(slowly(waiting.read(start)), content(LARGE).subarray(start)),
            ),
          ]);
          await running.close();
          await waiting.close();
          if (after === undefined) await expectAbsent(reader, "a");
          else await expectContent(reader, "a", after());
        },
      }),
    ),
    {
      name: "a page of variables is one snapshot, in order, while another opener writes",
      needs,
      async run(session) {
        const writer = session.storage;
        const readers = [await session.open(), await session.open()];
        const write = async () => {
          for (let round = 0; round < 20; round++) {
            const names = round % 2 === 0 ? NAMES : [...NAMES].reverse();
            const changes = names.map((name) => put(name, utf8("x"), { type: `${round}` }));
            await writer.apply(INSTANCE, changes);
            await nextTurn();
            if (round % 5 === 2) await clear(writer);
            await nextTurn();
          }
        };
        await readWhile(write(), async (reader) => {
          const storage = openerOf(readers, reader);
          for (const limit of [3, 8, 10_000]) {
            for (let after = "", ended = false; !ended; ) {
              const page = await storage.list(INSTANCE, { after, limit });
              const [first] = page;
              const found = page.map(({ name, type }) => ({ name, type }));
              const names = NAMES.filter((name) => compareNames(name, after) > 0).slice(0, limit);
              const expected = names.map((name) => ({ name, type: first?.type }));
              assert.deepEqual(found, first === undefined ? [] : expected);
              after = page.at(-1)?.name ?? "";
              ended = page.length < limit;
            }
          }
        });
      },
    },
    {
      name: "pages of instances have each one once, in order, while another opener adds and clears some and changes others",
      needs,
      async run(session) {
        const writer = session.storage;
        const readers = [await session.open(), await session.open()];
        const moving = NAMES.filter((_, i) => i % 2 === 0);
        const staying = NAMES.filter((_, i) => i % 2 === 1);
        // In one step the only variable goes and another one comes, so that the instance stays.
        const swap = (round: number): Change[] => [
          { op: "delete", name: `v${round - 1}` },
          put(`v${round}`, utf8("x")),
        ];
        await Promise.all(staying.map((id) => writer.apply(id, swap(0))));
        const write = async () => {
          for (let round = 1; round <= 15; round++) {
            await Promise.all(moving.map((id) => putOne(writer, "a", utf8("x"), id)));
            await nextTurn();
            await Promise.all(staying.map((id) => writer.apply(id, swap(round))));
            await nextTurn();
            await Promise.all(moving.map((id) => clear(writer, id)));
            await nextTurn();
          }
        };
        await readWhile(write(), async (reader) => {
          const storage = openerOf(readers, reader);
          for (const limit of [5, 10_000]) {
            const ids: string[] = [];
            for (let ended = false; !ended; ) {
              const page = await storage.instances({ after: ids.at(-1), limit });
              ids.push(...page);
              ended = page.length < limit;
            }
            const sorted = NAMES.filter((name) => ids.includes(name));
            assert.deepEqual(ids, sorted, "Each once, and in order");
            assert.deepEqual(
              staying.filter((id) => !ids.includes(id)),
              [],
            );
          }
        });
      },
    },
  ],
};

function contentOf(contents: readonly Uint8Array[], version: number): Uint8Array {
  const bytes = contents[version];
  assert.ok(bytes, `There was no version ${version}`);
  return bytes;
}

/** The whole, the second half, or bytes around the end of the first 4 MiB. */
function rangeOf(size: number, reads: number): [start: number, end: number] {
  if (reads % 3 === 0) return [0, size];
  if (reads % 3 === 1) return [Math.floor(size / 2), size];
  return [Math.min(size, 4_194_000), Math.min(size, 4_194_304 + 1_000)];
}

/** Reads chunk by chunk with turns between, in which others change the value. */
async function slowly(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pausing = async function* () {
    for await (const chunk of chunks) {
      yield chunk;
      for (let turns = 0; turns < 3; turns++) await nextTurn();
    }
  };
  return collect(pausing());
}
