import assert from "node:assert/strict";
import type { StagedContent, VariableStorage } from "../../core/storage/storage.ts";
import type { CaseDefinition, CaseGroup } from "./_case_group.ts";
import { content, utf8 } from "./_content.ts";
import { deleteOne, expectContent, INSTANCE, put, putOne } from "./_variables.ts";

/** Values of wrong types, which JavaScript can pass. */
type Anything = readonly (readonly [what: string, value: unknown])[];

const NO_BYTES: Anything = [
  ["a text", "text"],
  ["a number", 7],
  ["undefined", undefined],
  ["an ArrayBuffer", new ArrayBuffer(8)],
  ["an array", [1, 2, 3]],
  ["a DataView", new DataView(new ArrayBuffer(8))],
  ["a Uint16Array", new Uint16Array(4)],
  ["a Blob", new Blob(["text"])],
];

const NO_CHANGES: Anything = [
  ["none at all", undefined],
  ["a change outside of an array", put("a", null)],
  ["a text", "clear"],
  ["null", [null]],
  ["a text as change", ["clear"]],
  ["an unknown op", [{ op: "set", name: "a", type: "Null", valueInfo: {}, content: null }]],
  ["no op", [{ name: "a" }]],
  ["a type that is not a text", [{ ...put("a", null), type: 7 }]],
  ["a type that is not Unicode", [{ ...put("a", null), type: "\ud800" }]],
  ["no type", [{ op: "put", name: "a", valueInfo: {}, content: null }]],
  ["no value info", [{ op: "put", name: "a", type: "Null", content: null }]],
  ["null as value info", [{ ...put("a", null), valueInfo: null }]],
  ["a number in value info", [{ ...put("a", null), valueInfo: { filename: 7 } }]],
  ["null in value info", [{ ...put("a", null), valueInfo: { mimeType: null } }]],
  ["a name that is not a text", [{ ...put("a", null), name: 7 }]],
  ["no name", [{ op: "delete" }]],
  ["a version outside of an array", [{ ...put("a", null), condition: { ifMatch: "v1" } }]],
  ["versions that are not texts", [{ ...put("a", null), condition: { ifNoneMatch: [7] } }]],
  ["a misspelt condition", [{ op: "delete", name: "a", condition: { ifMach: "*" } }]],
  ["a text as condition", [{ op: "delete", name: "a", condition: "*" }]],
  ["a clear with a condition", [{ op: "clear", condition: { ifMatch: "*" } }]],
];

/** Wrong arguments are refused before anything is changed. Unusual arguments are taken as they are. */
export const callArguments: CaseGroup = {
  group: "arguments",
  cases: [
    ...NO_BYTES.map(
      ([what, value]): CaseDefinition => ({
        name: `a chunk that is ${what} is a TypeError, ends the source, and leaves nothing behind`,
        async run(session) {
          const { storage } = session;
          await putOne(storage, "a", utf8("old"));
          for (const before of [0, 1, 20]) {
            const source = new BadSource(before, value);
            const staging = Reflect.apply(storage.stage, storage, [source]);
            await assert.rejects(staging, TypeError, `after ${before} chunks of 100,000 bytes`);
            assert.equal(source.ended, true, "The source was told to end");
          }
          await session.expectNothingLeft();
          await expectContent(storage, "a", utf8("old"));
        },
      }),
    ),
    {
      name: "a source that gives no chunks is a TypeError",
      async run({ storage }) {
        const wrong = [...NO_BYTES, ["null", null], ["bytes", utf8("x")]];
        for (const [what, source] of [...wrong, ["a promise", Promise.resolve([])]]) {
          const stage = async () => Reflect.apply(storage.stage, storage, [source]);
          await assert.rejects(stage, TypeError, `${what}`);
        }
      },
    },
    ...NO_BYTES.map(
      ([what, value]): CaseDefinition => ({
        name: `content that is ${what} is a TypeError and changes nothing`,
        async run({ storage }) {
          await putOne(storage, "a", utf8("old"));
          const changes = [put("b", utf8("new")), { ...put("a", null), content: value }];
          await rejectsChanges(storage, changes, what);
          await expectContent(storage, "a", utf8("old"));
        },
      }),
    ),
    {
      name: "changes of a wrong form are a TypeError and change nothing",
      async run({ storage }) {
        await putOne(storage, "a", utf8("old"));
        for (const [what, changes] of NO_CHANGES) await rejectsChanges(storage, changes, what);
        await expectContent(storage, "a", utf8("old"));
        assert.equal((await storage.list(INSTANCE)).length, 1);
      },
    },
    {
      name: "bytes whose buffer was transferred are a TypeError",
      async run({ storage }) {
        const bytes = transferred(content(100));
        await assert.rejects(() => putOne(storage, "a", bytes), TypeError);
        const chunks = async function* () {
          yield content(100_000);
          yield transferred(content(100));
        };
        await assert.rejects(storage.stage(chunks()), TypeError);
        assert.deepEqual(await storage.instances(), []);
      },
    },
    {
      name: "shared bytes are stored as they are at the call",
      async run({ storage }) {
        for (const size of [100, 300_000]) {
          const shared = new Uint8Array(new SharedArrayBuffer(size));
          shared.set(content(size));
          const applying = putOne(storage, "a", shared);
          shared.fill(0xaa);
          await applying;
          await expectContent(storage, "a", content(size));
        }
      },
    },
    {
      name: "value info is stored without members that the contract does not name",
      async run({ storage }) {
        const valueInfo = { filename: "a.txt", transient: true, size: 7, mimetype: "a/b" };
        const [applied] = await storage.apply(INSTANCE, [put("a", utf8("x"), { valueInfo })]);
        const records = [applied, await storage.stat(INSTANCE, "a")];
        for (const record of [...records, ...(await storage.list(INSTANCE))]) {
          assert.deepEqual({ ...record?.valueInfo }, { filename: "a.txt" });
        }
      },
    },
    {
      name: "a name that is not a text is a TypeError",
      async run({ storage }) {
        for (const name of [undefined, null, 7, {}, ["a"], new String("a")]) {
          for (const [method, ...args] of [
            ["apply", name, []],
            ["stat", name, "a"],
            ["stat", INSTANCE, name],
            ["open", name, "a"],
            ["open", INSTANCE, name],
            ["list", name],
          ] as const) {
            const call = async () => Reflect.apply(storage[method], storage, args);
            await assert.rejects(call, TypeError, `${method} of a ${typeof name}`);
          }
        }
      },
    },
    {
      name: "page options of another type are a TypeError",
      async run({ storage }) {
        for (const page of [null, "a", { after: 7 }, { after: null }, { limit: "5" }]) {
          const lists = [() => listAs(storage, page), () => instancesAs(storage, page)];
          for (const list of lists) await assert.rejects(list, TypeError, JSON.stringify(page));
        }
      },
    },
    {
      name: "a stage that another storage made is a TypeError, and so is one that looks like its own",
      async run({ storage }) {
        const own = await storage.stage(sourceOfOne(content(100_000)));
        const lookalike: StagedContent = {
          size: own.size,
          read: () => own.read(),
          discard: () => own.discard(),
          [Symbol.asyncDispose]: () => own.discard(),
        };
        await assert.rejects(() => putOne(storage, "a", lookalike), TypeError);
        await assert.rejects(() => putOne(storage, "a", Object.create(own)), TypeError);
        await putOne(storage, "a", own);
        await expectContent(storage, "a", content(100_000));
      },
    },
    {
      name: "a stage that is discarded during an apply is stored whole, or gone and nothing left",
      async run(session) {
        const { storage } = session;
        for (const condition of [{}, { ifMatch: "*" }] as const) {
          const stage = await storage.stage(sourceOfOne(content(100_000)));
          const applying = storage.apply(INSTANCE, [put("a", stage, { condition })]);
          const outcomes = await Promise.allSettled([applying, stage.discard()]);
          assert.equal(outcomes[1].status, "fulfilled");
          if (outcomes[0].status === "fulfilled") {
            await expectContent(storage, "a", content(100_000));
            await deleteOne(storage, "a");
          }
          await assert.rejects(() => putOne(storage, "a", stage), { code: "gone" });
        }
        await session.expectNothingLeft();
      },
    },
  ],
};

/** Yields some chunks of 100,000 bytes, and then a wrong value. */
class BadSource implements AsyncIterable<unknown> {
  readonly #before: number;
  readonly #bad: unknown;
  #isUsedUp = false;
  /** Whether it was ended early. */
  ended = false;

  constructor(before: number, bad: unknown) {
    this.#before = before;
    this.#bad = bad;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<unknown, void, undefined> {
    try {
      for (let i = 0; i < this.#before; i++) yield content(100_000, i + 1);
      yield this.#bad;
      for (let i = 0; i < 10; i++) yield content(100_000);
      this.#isUsedUp = true;
    } finally {
      this.ended = !this.#isUsedUp;
    }
  }
}

async function* sourceOfOne(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}

/** Transfers the buffer of a view, so that the view is empty. */
function transferred(bytes: Uint8Array<ArrayBuffer>): Uint8Array {
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

async function rejectsChanges(
  storage: VariableStorage,
  changes: unknown,
  what: string,
): Promise<void> {
  const apply = async () => Reflect.apply(storage.apply, storage, [INSTANCE, changes]);
  await assert.rejects(apply, TypeError, what);
}

async function listAs(storage: VariableStorage, page: unknown): Promise<unknown> {
  return Reflect.apply(storage.list, storage, [INSTANCE, page]);
}

async function instancesAs(storage: VariableStorage, page: unknown): Promise<unknown> {
  return Reflect.apply(storage.instances, storage, [page]);
}
