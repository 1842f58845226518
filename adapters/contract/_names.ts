import assert from "node:assert/strict";
import { compareNames } from "../../core/storage/compare_names.ts";
import type { CaseGroup } from "./_case_group.ts";
import { content, utf8 } from "./_content.ts";
import {
  clear,
  deleteOne,
  expectAbsent,
  expectContent,
  INSTANCE,
  put,
  putOne,
} from "./_variables.ts";

/** Names with a meaning in file systems, SQL, JavaScript, URLs or Unicode. To a storage they are ordinary names. */
const HOSTILE: readonly string[] = [
  ..."/ \\ . .. ./ ../ a/b a\\b a/../b /etc/passwd ../../x C: C:\\x a:b ~ * ? | < > &".split(" "),
  ...["CON", "con", "nul.txt", "COM1", "LPT1.log", "aux", ".git", ".tmp", "index", "log", "data"],
  ...["a.", "a ", " a", " ", "  ", "a..", "a\t", "\n", "a\nb", "\r\n", "\x01", "\x7f", "\x1b[0m"],
  ...["__proto__", "constructor", "toString", "hasOwnProperty", "prototype", "null", "undefined"],
  ...["%2F", "%2f", "%00", "%", "%25", "+", "a;b", "a=b", "#", "a?b"],
  ...["'", '"', "`", "''", "' OR 1=1 --", '"; DROP TABLE variables; --', "$1", ":a", "@a", "?1"],
  ...["%a%", "a_b", "a%", "_", "-", "--", "-rf"],
  ...["0", "00", "-0", "1e3", "9007199254740993", "NaN", "true"],
  ...["a", "A", "Ä", "ä", "A\u0308", "a\u0308", "\u212b", "\u00e5", "ß", "ss", "ı", "i", "I", "İ"],
  ...["\ufeff", "\ufeffa", "\u200b", "a\u200d", "\u202ea", "\u00a0", "\u2028", "\ufffd", "\uffff"],
  ...["\ue000", "\uff5e", "\u{10000}", "\u{1f600}", "\u{10ffff}", "日本語", "🇩🇪"],
  ...["x".repeat(255), "\u{1f600}".repeat(255), "é".repeat(255), "/".repeat(255), ".".repeat(255)],
  `${"x".repeat(254)}y`,
  `${"\u{1f600}".repeat(254)}y`,
];

const SORTED = HOSTILE.toSorted(compareNames);

/** Names that {@linkcode checkName} refuses. */
const ILLEGAL = ["", "a\0b", "\0", "\ud800", "a\udc00", "x".repeat(256), "\u{1f600}".repeat(256)];

/** Names are opaque: no name has a meaning. */
export const names: CaseGroup = {
  group: "names",
  cases: [
    {
      name: "any legal name is a variable of its own",
      async run({ storage }) {
        const half = HOSTILE.length / 2;
        for (const part of [HOSTILE.slice(0, half), HOSTILE.slice(half)]) {
          const changes = part.map((name) => put(name, utf8(`value of ${name}`)));
          await storage.apply(INSTANCE, changes);
        }
        const listed = await storage.list(INSTANCE);
        assert.deepEqual(
          listed.map((record) => record.name),
          SORTED,
        );
        for (const name of HOSTILE) await expectContent(storage, name, utf8(`value of ${name}`));
        for (const name of SORTED.filter((_, i) => i % 2 === 0)) await deleteOne(storage, name);
        const left = await storage.list(INSTANCE);
        assert.deepEqual(
          left.map((record) => record.name),
          SORTED.filter((_, i) => i % 2 === 1),
        );
      },
    },
    {
      name: "any legal name is an instance of its own",
      async run(session) {
        let { storage } = session;
        await Promise.all(HOSTILE.map((id) => putOne(storage, "a", utf8(`value of ${id}`), id)));
        await Promise.all(HOSTILE.map((id) => putOne(storage, id, content(20_000), id)));
        assert.deepEqual(await storage.instances(), SORTED);
        if (storage.capabilities.durable) storage = await session.reopen();
        assert.deepEqual(await storage.instances(), SORTED);
        for (const id of HOSTILE) {
          // In instance `a`, both calls put the variable `a`, and the last one counts.
          const expected = id === "a" ? content(20_000) : utf8(`value of ${id}`);
          await expectContent(storage, "a", expected, id);
          await expectContent(storage, id, content(20_000), id);
        }
        const gone = SORTED.filter((_, i) => i % 2 === 0);
        await Promise.all(gone.map((id) => clear(storage, id)));
        assert.deepEqual(
          await storage.instances(),
          SORTED.filter((_, i) => i % 2 === 1),
        );
      },
    },
    {
      name: "instance id and variable name do not run into each other",
      async run({ storage }) {
        const pairs = [
          ["a", "b/c"],
          ["a/b", "c"],
          ["a", "b"],
          ["ab", "c"],
          ["a", "bc"],
          ["b", "a"],
          ["a\x01b", "c"],
          ["a", "b\x01c"],
        ] as const;
        for (const [id, name] of pairs) await putOne(storage, name, utf8(`${id} - ${name}`), id);
        for (const [id, name] of pairs) {
          await expectContent(storage, name, utf8(`${id} - ${name}`), id);
        }
        await clear(storage, "a");
        await expectContent(storage, "c", utf8("a/b - c"), "a/b");
        await expectAbsent(storage, "b/c", "a");
      },
    },
    {
      name: "an illegal name is a TypeError, wherever it is given",
      async run({ storage }) {
        for (const name of ILLEGAL) {
          const calls: (() => Promise<unknown>)[] = [
            () => putOne(storage, name, utf8("x")),
            () => putOne(storage, "a", utf8("x"), name),
            () => deleteOne(storage, name),
            () => clear(storage, name),
            () => storage.stat(INSTANCE, name),
            () => storage.stat(name, "a"),
            () => storage.open(INSTANCE, name),
            () => storage.open(name, "a"),
            () => storage.list(name),
          ];
          for (const call of calls) await assert.rejects(call, TypeError, JSON.stringify(name));
        }
        assert.deepEqual(await storage.instances(), []);
      },
    },
  ],
};
