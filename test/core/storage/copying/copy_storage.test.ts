import assert from "node:assert/strict";
import { assertBytes, collect, content, sourceOf } from "../../../../adapters/contract/_content.ts";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import { CopyError } from "../../../../core/storage/copying/copy_error.ts";
import type { CopyProgress } from "../../../../core/storage/copying/copy_options.ts";
import { copyStorage } from "../../../../core/storage/copying/copy_storage.ts";
import type {
  Change,
  PageOptions,
  VariableRecord,
  VariableStorage,
} from "../../../../core/storage/storage.ts";
import { StorageWrapper } from "../../../support/storage_wrapper.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("copyStorage()");

const INSTANCES = 200;
const LARGE = 100_000;

test("copies names, types, value infos, nulls and bytes, and compares them", async () => {
  const from = await filled();
  const to = new MemoryStorage();
  const result = await copyStorage(from, to, { verify: true });
  assert.equal(result.instances, INSTANCES + 1);
  assert.equal(result.skipped, 0);
  await assertEqual(from, to);
  const again = await copyStorage(to, new MemoryStorage());
  assert.deepEqual(again, result);
});

test("tells how far it has come", async () => {
  const seen: CopyProgress[] = [];
  const options = { verify: true, onProgress: (progress: CopyProgress) => seen.push(progress) };
  const result = await copyStorage(await filled(), new MemoryStorage(), options);
  const { skipped: _, ...counts } = result;
  assert.deepEqual(
    seen.findLast(({ phase }) => phase === "copy"),
    { phase: "copy", ...counts },
  );
  assert.deepEqual(seen.at(-1), { phase: "verify", ...counts });
});

test("refuses a target that has variables", async () => {
  const [from, to] = [await filled(3), await filled(1)];
  await assert.rejects(copyStorage(from, to), (error) => {
    assert.ok(error instanceof CopyError);
    assert.equal(error.instanceId, "order-0000");
    assert.match(error.message, /^Cannot copy: the target has variables already/);
    return true;
  });
});

test("refuses wrong arguments", async () => {
  const storage = new MemoryStorage();
  await assert.rejects(copyStorage(storage, storage), TypeError);
  const wrong = JSON.parse('{"verfy":true}');
  await assert.rejects(copyStorage(storage, new MemoryStorage(), wrong), /did you mean 'verify'/);
});

test("resumes after a failure at any call", async () => {
  const from = await filled();
  for (const calls of [0, 1, 2, 63, 64, 65, 130, 200, 201]) {
    const to = new FailingStorage(new MemoryStorage(), calls);
    await assert.rejects(copyStorage(from, to), CopyError);
    to.calls = Number.POSITIVE_INFINITY;
    const result = await copyStorage(from, to, { resume: true, verify: true });
    assert.equal(result.instances + result.skipped, INSTANCES + 1);
    assert.ok(result.skipped <= calls);
    await assertEqual(from, to);
  }
});

test("resumes if some of the last calls were lost, in whatever order", async () => {
  const from = await filled();
  for (let seed = 1; seed <= 20; seed++) {
    const to = new LosingStorage(new MemoryStorage(), 5 + 9 * seed, seed);
    await assert.rejects(copyStorage(from, to), CopyError);
    const rest = to.inner_;
    await copyStorage(from, rest, { resume: true, verify: true });
    await assertEqual(from, rest);
  }
});

test("resumes again and again, whatever was lost each time", async () => {
  const from = await filled();
  for (let seed = 1; seed <= 20; seed++) {
    const to = new MemoryStorage();
    let breaks = 0;
    for (let calls = 40 + seed; ; breaks++) {
      const losing = new LosingStorage(to, calls, seed * 100 + breaks);
      const isDone = await copyStorage(from, losing, { resume: true }).then(
        () => true,
        (error) => {
          assert.ok(error instanceof CopyError && error.cause === LOST, String(error));
          return false;
        },
      );
      if (isDone) break;
    }
    assert.ok(breaks > 1, String(breaks));
    await assertEqual(from, to);
  }
});

test("resumes a complete copy, and an empty one", async () => {
  const from = await filled();
  const to = new MemoryStorage();
  await copyStorage(from, to, { resume: true });
  const { skipped } = await copyStorage(from, to, { resume: true, verify: true });
  assert.equal(skipped, INSTANCES + 1 - 64);
  await assertEqual(from, to);
});

test("does not resume what is no part of a copy", async () => {
  const from = await filled();
  const to = new MemoryStorage();
  await copyStorage(from, to);
  await to.apply("order-0001", [{ op: "clear" }]);
  await assert.rejects(
    copyStorage(from, to, { resume: true }),
    /Cannot resume the copy: the target lacks instance 'order-0001'/,
  );
  const other = new MemoryStorage();
  await other.apply("zebra", [put("a", 1)]);
  await assert.rejects(
    copyStorage(from, other, { resume: true }),
    /Cannot resume the copy: the target has instance 'zebra', which the source lacks/,
  );
  assert.equal((await other.instances()).length, 1);
});

test("does not resume over other values, and changes none of them", async () => {
  const from = await filled(2);
  const others: readonly (readonly [string, readonly Change[]])[] = [
    ["is another one", [put("small 1", 1, 77)]],
    ["is another one", [{ ...put("small 1", 1), type: "Bytes" }]],
    ["is another one", [{ ...put("none", 0) }]],
    ["is another one", [put("large", LARGE - 1)]],
    ["the source lacks", [put("a", 1)]],
    ["the source lacks", [put("zz", 1)]],
  ];
  for (const [problem, changes] of others) {
    const to = new MemoryStorage();
    await copyStorage(from, to);
    await to.apply("order-0000", changes);
    const before = (await to.list("order-0000")).map(({ version }) => version);
    await assert.rejects(copyStorage(from, to, { resume: true }), (error) => {
      assert.ok(error instanceof CopyError);
      assert.match(error.message, /^Cannot resume the copy: the target has variable '/);
      assert.ok(error.message.includes(problem), error.message);
      assert.equal(error.instanceId, "order-0000");
      assert.equal(error.variable, changes[0]?.op === "put" ? changes[0].name : undefined);
      return true;
    });
    const after = (await to.list("order-0000")).map(({ version }) => version);
    assert.deepEqual(after, before);
  }
});

test("does not resume in the wrong direction: the source would be lost", async () => {
  const from = await filled(20);
  const to = new MemoryStorage();
  await copyStorage(from, to);
  await to.apply("\u{1f600}", [{ op: "delete", name: "\u{10000}" }]);
  await assert.rejects(copyStorage(to, from, { resume: true }), /which the source lacks/);
  assert.equal((await from.list("\u{1f600}")).length, 2);
  const result = await copyStorage(from, to, { resume: true });
  assert.deepEqual(result, { instances: 21, variables: 1, bytes: 6, skipped: 0 });
  await assertEqual(from, to);
});

test("reads only what is missing when it is resumed, and nothing twice", async () => {
  const from = await filled(INSTANCES);
  const all = (await copyStorage(from, new MemoryStorage())).variables;
  const to = new FailingStorage(new MemoryStorage(), 150);
  await assert.rejects(copyStorage(from, to), CopyError);
  let there = 0;
  for (const id of await to.instances()) there += (await to.list(id)).length;
  to.calls = Number.POSITIVE_INFINITY;
  const seen: CopyProgress[] = [];
  const onProgress = (progress: CopyProgress) => seen.push(progress);
  const result = await copyStorage(from, to, { resume: true, onProgress });
  assert.equal(result.variables, all - there);
  assert.equal(seen.at(-1)?.instances, INSTANCES + 1);
  await assertEqual(from, to);
});

test("does not resume to the source itself, opened twice", async () => {
  const from = await filled(3);
  await assert.rejects(
    copyStorage(from, new StorageWrapper(from), { resume: true }),
    /the same version and time in both, so they are one store/,
  );
  assert.equal((await from.list("order-0000")).length, 5);
});

test("ends when its signal is aborted, within a large value, too", async () => {
  const from = await filled();
  const to = new MemoryStorage();
  const controller = new AbortController();
  const reason = new Error("enough");
  const onProgress = ({ bytes }: CopyProgress) => {
    if (bytes > LARGE) controller.abort(reason);
  };
  const { signal } = controller;
  await assert.rejects(copyStorage(from, to, { signal, onProgress }), reason);
  await assert.rejects(copyStorage(from, new MemoryStorage(), { signal }), reason);
  await copyStorage(from, to, { resume: true, verify: true });
});

test("names the instance and the variable that it cannot read", async () => {
  const from = await filled(1);
  const broken = new (class extends StorageWrapper {
    override open(): Promise<never> {
      return Promise.reject(new Error("the disk is broken"));
    }
  })(from);
  await assert.rejects(copyStorage(broken, new MemoryStorage()), (error) => {
    assert.ok(error instanceof CopyError);
    assert.equal(error.instanceId, "order-0000");
    assert.equal(error.variable, "large");
    assert.match(
      error.message,
      /^Cannot copy variable 'large' of instance 'order-0000': the disk is broken$/,
    );
    return true;
  });
});

test("finds each kind of difference", async () => {
  const from = await filled(2);
  const differences: readonly [RegExp, string, readonly Change[]][] = [
    [/it lacks instance 'order-0000'/, "order-0000", [{ op: "clear" }]],
    [/the source has no instance 'a'/, "a", [put("a", 1)]],
    [/the source has no instance '\u{1f601}'/u, "\u{1f601}", [put("a", 1)]],
    [/'small 1' .* is not at its place/, "order-0000", [{ op: "delete", name: "small 1" }]],
    [/'zz' .* is not in the source/, "order-0000", [put("zz", 1)]],
    [/'large' .* has other bytes/, "order-0000", [put("large", LARGE, 2)]],
    [/'small 1' .* has another null/, "order-0000", [{ ...put("small 1", 0), content: null }]],
    [/'small 1' .* has another size/, "order-0000", [put("small 1", 3)]],
    [/'small 1' .* has another type/, "order-0000", [{ ...put("small 1", 1), type: "Bytes" }]],
    [/'small 1' .* value info/, "order-0000", [{ ...put("small 1", 1), valueInfo: {} }]],
  ];
  for (const [message, instanceId, changes] of differences) {
    const to = new ChangingStorage(new MemoryStorage(), instanceId, changes);
    await assert.rejects(copyStorage(from, to, { verify: true }), (error) => {
      assert.ok(error instanceof CopyError);
      assert.match(error.message, message);
      return true;
    });
  }
});

/** A store with variables of all kinds. */
async function filled(instances = INSTANCES): Promise<MemoryStorage> {
  const storage = new MemoryStorage();
  for (let i = 0; i < instances; i++) {
    const id = `order-${String(i).padStart(4, "0")}`;
    const variables = i % 50 === 7 ? 150 : 3;
    const small = Array.from({ length: variables }, (_, v) => put(`small ${v}`, v, i + 1));
    const none: Change = { ...put("none", 0), content: null };
    await storage.apply(id, [...small, none]);
    if (i % 40 > 0) continue;
    const large = await storage.stage(sourceOf(content(LARGE, i + 1)));
    await storage.apply(id, [{ ...put("large", 0), content: large }]);
  }
  await storage.apply("\u{1f600}", [put("\uffff", 5), put("\u{10000}", 6)]);
  return storage;
}

function put(name: string, size: number, seed = 1): Change & { readonly op: "put" } {
  const valueInfo = { filename: `${name}.bin`, mimeType: "application/pdf" };
  return { op: "put", name, type: "File", valueInfo, content: content(size, seed) };
}

async function assertEqual(one: VariableStorage, other: VariableStorage): Promise<void> {
  const ids = await one.instances({ limit: 10_000 });
  assert.deepEqual(await other.instances({ limit: 10_000 }), ids);
  for (const id of ids) {
    const [records, copies] = [await one.list(id), await other.list(id)];
    assert.deepEqual(copies.map(plain), records.map(plain));
    for (const { name, inline, isNull } of records) {
      if (inline !== undefined || isNull) continue;
      const [variable, copy] = [await one.open(id, name), await other.open(id, name)];
      assert.ok(variable !== undefined && copy !== undefined);
      assertBytes(await collect(copy.read()), await collect(variable.read()));
    }
  }
}

function plain({ version: _version, updatedAt: _updatedAt, ...rest }: VariableRecord) {
  return rest;
}

/** Refuses all calls after some. */
class FailingStorage extends StorageWrapper {
  calls: number;

  constructor(inner: VariableStorage, calls: number) {
    super(inner);
    this.calls = calls;
  }

  override apply(instanceId: string, changes: readonly Change[]) {
    if (this.calls-- > 0) return super.apply(instanceId, changes);
    return Promise.reject(new Error("it is full"));
  }
}

/** Loses some of the last calls, as if the process was killed before they were written, but later ones were. */
class LosingStorage extends StorageWrapper {
  readonly inner_: VariableStorage;
  readonly #seed: number;
  #left: number;

  constructor(inner: VariableStorage, calls: number, seed: number) {
    super(inner);
    this.inner_ = inner;
    this.#left = calls;
    this.#seed = seed;
  }

  override apply(instanceId: string, changes: readonly Change[]) {
    this.#left--;
    if (this.#left > 0) return super.apply(instanceId, changes);
    const isLost = (content(1, this.#seed * 1_000 - this.#left)[0] ?? 0) % 2 === 0;
    if (isLost) return new Promise<never>((_resolve, reject) => setImmediate(() => reject(LOST)));
    // It was written, but nobody was told.
    return super.apply(instanceId, changes).then(() => Promise.reject(LOST));
  }
}

const LOST = new Error("killed");

/** Makes changes of its own as soon as it is read again. */
class ChangingStorage extends StorageWrapper {
  readonly #change: () => Promise<unknown>;
  #listings = 0;

  constructor(inner: VariableStorage, instanceId: string, changes: readonly Change[]) {
    super(inner);
    this.#change = () => inner.apply(instanceId, changes);
  }

  override async instances(page?: PageOptions) {
    // The first listing looks whether it is empty.
    if (++this.#listings === 2) await this.#change();
    return super.instances(page);
  }
}
