import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { MemoryDriver } from "../../../adapters/memory/_memory_driver.ts";
import { MemoryStorage } from "../../../adapters/memory.ts";
import { GuardedStorage } from "../../../core/storage/guarded_storage.ts";
import type { PutChange } from "../../../core/storage/storage.ts";
import type { StorageDriver } from "../../../core/storage/storage_driver.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { suite } from "../../support/suite.ts";

const test = suite("GuardedStorage");

test("says what came, and what to pass", async () => {
  const storage = new MemoryStorage();
  const stage = (source: unknown) => Reflect.apply(storage.stage, storage, [source]);
  for (const [source, message] of [
    [Readable.from(["text"]), /a chunk is a string, .* encode texts/],
    [Readable.from([new ArrayBuffer(1)]), /a chunk is an ArrayBuffer, .* wrap it/],
    [Readable.from([7]), /a chunk is the number 7, not a Uint8Array/],
    [new Blob(["x"]), /the source is a Blob.*'blob.stream\(\)'/],
    [Buffer.from("x"), /as 'content' of a put/],
    [Promise.resolve(), /'await' it first/],
    ["text", /the source is a string, not an AsyncIterable/],
  ] as const) {
    await assert.rejects(stage(source), { name: "TypeError", message });
  }
  const put = (change: object) => {
    const whole = { op: "put", name: "a", type: "Bytes", valueInfo: {}, content: null, ...change };
    return Reflect.apply(storage.apply, storage, ["i", [whole]]);
  };
  for (const [change, message] of [
    [{ content: "text" }, /content of 'a' is a string; pass bytes: 'new TextEncoder/],
    [{ content: new ArrayBuffer(1) }, /is an ArrayBuffer; wrap it/],
    [{ content: new Blob([]) }, /is a Blob; stage it first: .*blob.stream/],
    [{ content: Readable.from([]) }, /stage it first: 'await storage.stage\(source\)'/],
    [{ content: storage.stage(Readable.from([])) }, /is a Promise; 'await' it first/],
    [{ content: undefined }, /pass 'null' for a typed null/],
    [{ op: "set" }, /'op' is 'set'; it must be 'put', 'delete' or 'clear'/],
    [{ type: undefined }, /the 'type' of 'a' is undefined, not a string/],
    [{ name: 7 }, /the variable name: it is the number 7, not a string/],
    [{ condition: { ifMatch: "v1" } }, /'ifMatch' that is neither an array of versions nor '\*'/],
  ] as const) {
    await assert.rejects(put(change), { name: "TypeError", message });
  }
  assert.deepEqual(await storage.instances(), []);
});

test("hands on nothing that the caller can still change, but for bytes", async () => {
  const driver = new MemoryDriver();
  const seen: unknown[] = [];
  const apply = driver.apply.bind(driver);
  driver.apply = (id, changes) => {
    seen.push(...changes);
    return apply(id, changes);
  };
  const storage = new GuardedStorage(driver);
  const versions = ["v1"];
  const valueInfo = { filename: "a" };
  const change: PutChange = {
    op: "put",
    name: "a",
    type: "File",
    valueInfo,
    content: null,
    condition: { ifNoneMatch: versions },
  };
  await storage.apply("i", [change, { op: "delete", name: "b" }]);
  versions.push("v2");
  valueInfo.filename = "b";
  assert.deepEqual(seen, [
    { ...change, valueInfo: { filename: "a" }, condition: { ifNoneMatch: ["v1"] } },
    { op: "delete", name: "b" },
  ]);
});

test("closes its driver once, when nothing is under way, and lets go of what was opened too late", async () => {
  const memory = new MemoryDriver();
  const calls: string[] = [];
  const waiting: (() => void)[] = [];
  const turn = (call: string) =>
    new Promise<void>((resolve) => {
      waiting.push(() => {
        calls.push(call);
        resolve();
      });
    });
  const driver: StorageDriver<ReturnType<ReturnType<MemoryDriver["stage"]>["finish"]>> = {
    capabilities: memory.capabilities,
    stage: () => memory.stage(),
    apply: (id, changes) => turn("apply").then(() => memory.apply(id, changes)),
    stat: (id, name) => turn("stat").then(() => memory.stat(id, name)),
    list: (id, after, limit) => memory.list(id, after, limit),
    instances: (after, limit) => memory.instances(after, limit),
    async open(id, name) {
      await turn("open");
      const variable = memory.open(id, name);
      if (variable === undefined) return undefined;
      const { record } = variable;
      const close = () => {
        calls.push("close variable");
      };
      return { record, read: (start, end) => variable.read(start, end), close };
    },
    close() {
      calls.push("close");
    },
  };
  const storage = new GuardedStorage(driver);
  const applying = storage.apply("i", [
    { op: "put", name: "a", type: "Bytes", valueInfo: {}, content: new Uint8Array(3) },
  ]);
  const finding = storage.stat("i", "a");
  const opening = assert.rejects(storage.open("i", "a"), { name: "StorageError", code: "closed" });
  const closing = Promise.all([storage.close(), storage.close()]);
  await assert.rejects(storage.stat("i", "a"), { code: "closed" });
  for (const go of waiting) go();
  await closing;
  await opening;
  assert.equal((await applying).length, 1);
  assert.equal((await finding)?.size, 3);
  assert.deepEqual(calls, ["apply", "stat", "open", "close variable", "close"]);
});

test("turns what a driver throws into a rejection, and gives the stage back", async () => {
  const driver = new MemoryDriver();
  const failure = new Error("No");
  const { apply } = driver;
  driver.apply = () => {
    throw failure;
  };
  const storage = new GuardedStorage(driver);
  const stage = await storage.stage(Readable.from([Buffer.from("abc")]));
  const put = { op: "put", name: "a", type: "Bytes", valueInfo: {} } as const;
  for (const content of [stage, null, stage]) {
    const applying = storage.apply("i", [{ ...put, content }]);
    await assert.rejects(applying, (error) => error === failure);
  }
  driver.apply = apply;
  const [record] = await storage.apply("i", [{ ...put, content: stage }]);
  assert.equal(record?.size, 3);
});

test("neither discards nor gives back the stages of an apply that may have been stored", async () => {
  const driver = new MemoryDriver();
  let discarded = 0;
  const begin = driver.stage.bind(driver);
  driver.stage = () => {
    const writer = begin();
    const finish = writer.finish.bind(writer);
    writer.finish = () => {
      const stage = finish();
      stage.discard = () => {
        discarded++;
      };
      return stage;
    };
    return writer;
  };
  const storage = new GuardedStorage(driver);
  const unwanted = await storage.stage(Readable.from([Buffer.from("abc")]));
  const wanted = await storage.stage(Readable.from([Buffer.from("de")]));
  const lost = new StorageError("unavailable", "The connection was lost", { mayBeStored: true });
  const apply = driver.apply.bind(driver);
  driver.apply = (id, changes) => {
    apply(id, changes);
    void unwanted.discard();
    throw lost;
  };
  const put = { op: "put", type: "Bytes", valueInfo: {} } as const;
  const applying = storage.apply("i", [
    { ...put, name: "a", content: unwanted },
    { ...put, name: "b", content: wanted },
  ]);
  await assert.rejects(applying, (error) => error === lost);
  for (const stage of [unwanted, wanted]) {
    await stage.discard();
    const again = storage.apply("i", [{ ...put, name: "c", content: stage }]);
    await assert.rejects(again, { name: "StorageError", code: "gone" });
  }
  assert.equal(discarded, 0);
});

test("gives back all stages of an apply that failed, though one that was discarded meanwhile cannot be", async () => {
  const driver = new MemoryDriver();
  const begin = driver.stage.bind(driver);
  driver.stage = () => {
    const writer = begin();
    const finish = writer.finish.bind(writer);
    writer.finish = () => {
      const stage = finish();
      stage.discard = () => {
        throw new Error("Cannot discard");
      };
      return stage;
    };
    return writer;
  };
  const storage = new GuardedStorage(driver);
  const unwanted = await storage.stage(Readable.from([Buffer.from("abc")]));
  const wanted = await storage.stage(Readable.from([Buffer.from("de")]));
  const failure = new Error("Cannot apply");
  const { apply } = driver;
  driver.apply = () => {
    void unwanted.discard();
    throw failure;
  };
  const put = { op: "put", type: "Bytes", valueInfo: {} } as const;
  const applying = storage.apply("i", [
    { ...put, name: "a", content: unwanted },
    { ...put, name: "b", content: wanted },
  ]);
  await assert.rejects(applying, (error) => error === failure);
  driver.apply = apply;
  const [record] = await storage.apply("i", [{ ...put, name: "b", content: wanted }]);
  assert.equal(record?.size, 2);
});

test("has 'query' exactly if its driver has it, and hands on checked copies", async () => {
  const without = Object.assign(new MemoryDriver(), { query: undefined });
  assert.equal(new GuardedStorage(without).query, undefined);
  const seen: unknown[] = [];
  const query = (...args: readonly unknown[]) => {
    seen.push(args);
    return { variables: [], skipped: 0, next: undefined };
  };
  const storage = new GuardedStorage(Object.assign(new MemoryDriver(), { query }));
  const instanceIds = ["a"];
  await storage.query?.({ instanceIds }, { skip: Infinity });
  instanceIds.push("b");
  const whole = { instanceIds: ["a"], names: [], values: [], order: "instance", descending: false };
  assert.deepEqual(seen, [[whole, { after: undefined, skip: Infinity, limit: 1_000 }]]);
  await assert.rejects(async () => storage.query?.({ instanceIds: ["b", "a"] }), TypeError);
  assert.equal(seen.length, 1, "The driver sees no wrong query");
  await storage.close();
  await assert.rejects(async () => storage.query?.({}), { name: "StorageError", code: "closed" });
});
