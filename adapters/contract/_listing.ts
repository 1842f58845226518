import assert from "node:assert/strict";
import { compareNames } from "../../core/storage/compare_names.ts";
import type { PageOptions, VariableStorage } from "../../core/storage/storage.ts";
import type { CaseDefinition, CaseGroup } from "./_case_group.ts";
import { content, utf8 } from "./_content.ts";
import { clear, deleteOne, INSTANCE, put, putOne } from "./_variables.ts";

/**
 * Names in UTF-8 order. In UTF-16 order, U+1F600 and U+10000 come before U+E000 and U+FFFF; in many locales, `Z` comes after `a`.
 */
const NAMES = [
  "\t",
  " ",
  "10",
  "9",
  "Z",
  "a",
  "a ",
  "a/",
  "aa",
  "b",
  "z",
  "\x7f",
  "\x80",
  "ä",
].concat(
  ["\u07ff", "\u0800", "\ud7ff", "\ue000", "\uff5e", "\uffff", "\u{10000}", "\u{1f600}"],
  ["\u{1f600}a", "\u{10ffff}"],
);

/** The two kinds of lists: of variables and of instances. */
const LISTINGS: readonly {
  readonly what: string;
  add(storage: VariableStorage, name: string): Promise<unknown>;
  remove(storage: VariableStorage, name: string): Promise<unknown>;
  list(storage: VariableStorage, page?: PageOptions): Promise<readonly string[]>;
}[] = [
  {
    what: "variables",
    add: (storage, name) => putOne(storage, name, utf8("x")),
    remove: (storage, name) => deleteOne(storage, name),
    list: async (storage, page) =>
      (await storage.list(INSTANCE, page)).map((record) => record.name),
  },
  {
    what: "instances",
    add: (storage, name) => putOne(storage, "a", utf8("x"), name),
    remove: (storage, name) => clear(storage, name),
    list: (storage, page) => storage.instances(page),
  },
];

/** Lists come in pages, in UTF-8 order. */
export const listing: CaseGroup = {
  group: "listing",
  cases: [
    ...LISTINGS.flatMap(({ what, add, remove, list }): CaseDefinition[] => [
      {
        name: `${what} come in UTF-8 order, page by page`,
        async run({ storage }) {
          for (const name of shuffled(NAMES)) await add(storage, name);
          assert.deepEqual(await list(storage), NAMES);
          for (const limit of [1, 2, 5, NAMES.length - 1, NAMES.length, 10_000]) {
            assert.deepEqual(await allPages(storage, list, limit), NAMES, `limit ${limit}`);
          }
        },
      },
      {
        name: `pages of ${what} may start after any text`,
        async run({ storage }) {
          for (const name of NAMES) await add(storage, name);
          for (const after of [
            "",
            "\0",
            "a!",
            "aaa",
            "ab",
            "\u{1f600}",
            "\uff00",
            "\u{10ffff}\u{10ffff}",
          ]) {
            const expected = NAMES.filter((name) => compareNames(name, after) > 0);
            assert.deepEqual(await list(storage, { after }), expected, JSON.stringify(after));
          }
        },
      },
      {
        name: `pages of ${what} go on after one that was removed meanwhile`,
        async run({ storage }) {
          for (const name of ["a", "b", "c", "d", "e", "f"]) await add(storage, name);
          assert.deepEqual(await list(storage, { limit: 2 }), ["a", "b"]);
          await remove(storage, "b");
          await remove(storage, "c");
          await add(storage, "aa");
          await add(storage, "d0");
          assert.deepEqual(await list(storage, { after: "b", limit: 2 }), ["d", "d0"]);
          assert.deepEqual(await list(storage, { after: "d0", limit: 2 }), ["e", "f"]);
          assert.deepEqual(await list(storage, { after: "f", limit: 2 }), []);
          assert.deepEqual(await list(storage), ["a", "aa", "d", "d0", "e", "f"]);
        },
      },
      {
        name: `a page of ${what} has 1,000 entries unless told otherwise`,
        async run({ storage }) {
          const many = Array.from({ length: 1_001 }, (_, i) => `v${String(i).padStart(4, "0")}`);
          await Promise.all(many.map((name) => add(storage, name)));
          assert.deepEqual(await list(storage), many.slice(0, 1_000));
          assert.deepEqual(await list(storage, { limit: 10_000 }), many);
          assert.deepEqual(await list(storage, { after: "v0500" }), many.slice(501));
        },
      },
      {
        name: `a page of ${what} of an impossible size is a RangeError`,
        async run({ storage }) {
          for (const limit of [0, -1, 1.5, 10_001, Number.NaN, Infinity]) {
            await assert.rejects(() => list(storage, { limit }), RangeError, `limit ${limit}`);
          }
        },
      },
    ]),
    {
      name: "an unknown instance has no variables",
      async run({ storage }) {
        assert.deepEqual(await storage.list(INSTANCE), []);
        assert.equal(await storage.stat(INSTANCE, "a"), undefined);
        assert.equal(await storage.open(INSTANCE, "a"), undefined);
      },
    },
    {
      name: "an instance appears with its first variable and disappears with its last",
      async run({ storage }) {
        await storage.apply("order-1", [put("a", utf8("x")), put("b", content(50_000))]);
        await putOne(storage, "a", null, "order-2");
        await deleteOne(storage, "a", "order-1");
        assert.deepEqual(await storage.instances(), ["order-1", "order-2"]);
        await deleteOne(storage, "b", "order-1");
        assert.deepEqual(await storage.instances(), ["order-2"]);
        await putOne(storage, "a", utf8("x"), "order-1");
        assert.deepEqual(await storage.instances(), ["order-1", "order-2"]);
        await clear(storage, "order-2");
        assert.deepEqual(await storage.instances(), ["order-1"]);
      },
    },
    {
      name: "an instance does not show variables of another",
      async run({ storage }) {
        await putOne(storage, "a", utf8("1"), "order-1");
        await putOne(storage, "b", utf8("2"), "order-2");
        const listed = await storage.list("order-2");
        assert.deepEqual(
          listed.map((record) => record.name),
          ["b"],
        );
        assert.equal(await storage.stat("order-2", "a"), undefined);
      },
    },
  ],
};

async function allPages(
  storage: VariableStorage,
  list: (storage: VariableStorage, page?: PageOptions) => Promise<readonly string[]>,
  limit: number,
): Promise<string[]> {
  const all: string[] = [];
  let page = await list(storage, { limit });
  while (page.length > 0) {
    assert.ok(page.length <= limit);
    all.push(...page);
    assert.ok(all.length <= NAMES.length, "The pages hold more than there is");
    page = await list(storage, { limit, after: all.at(-1) ?? "" });
  }
  return all;
}

/** Shuffles names, each time in the same way. */
function shuffled(names: readonly string[]): string[] {
  const step = 7;
  return names.map((_, i) => names[(i * step) % names.length] ?? "");
}
