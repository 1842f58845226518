import assert from "node:assert/strict";
import { ApplyCall } from "../../../../adapters/postgres/write/_apply_call.ts";
import { type BatchRest, WriteTurns } from "../../../../adapters/postgres/write/_write_turns.ts";
import { suite } from "../../../support/suite.ts";
import { manyTurns, until } from "../../../support/until.ts";

const test = suite("WriteTurns");

const MAX_BATCHES = 4;

/** Batches that begin, and end when the test says so. */
class Batches {
  /** The batches so far: the instance and the name of each call. */
  readonly begun: string[][] = [];
  readonly turns: WriteTurns = new WriteTurns((calls) => this.#begin(calls), MAX_BATCHES);
  readonly #ends: ((rest: BatchRest) => void)[] = [];
  readonly #calls: (readonly ApplyCall[])[] = [];

  #begin(calls: readonly ApplyCall[]): Promise<BatchRest> {
    const names = calls.map(({ instanceId, changes: [change] }) =>
      change === undefined || change.op === "clear"
        ? `${instanceId} clear`
        : `${instanceId}.${change.name}`,
    );
    const number = this.begun.push(names) - 1;
    this.#calls[number] = calls;
    return new Promise((resolve) => {
      this.#ends[number] = resolve;
    });
  }

  put(instanceId: string, name: string, bytes = 1): ApplyCall {
    const content = new Uint8Array(bytes);
    const put = { op: "put", name, type: "Bytes", valueInfo: {}, content } as const;
    const call = new ApplyCall(instanceId, [put]);
    this.turns.add(call);
    return call;
  }

  clear(instanceId: string): void {
    this.turns.add(new ApplyCall(instanceId, [{ op: "clear" }]));
  }

  /** Ends a batch, and waits for what follows at once. The calls of some instances may be left. */
  async end(number: number, blocked: readonly string[] = [], error?: Error): Promise<void> {
    const calls = this.#calls[number] ?? [];
    const left = calls.filter(({ instanceId }) => blocked.includes(instanceId));
    this.#ends[number]?.({ blocked: left, error });
    await manyTurns();
  }

  async endAll(): Promise<void> {
    for (let number = 0; number < this.begun.length; number++) await this.end(number);
  }
}

test("makes one batch of all calls of a turn, and of those that come while it runs the next one", async () => {
  const batches = new Batches();
  batches.put("i", "a");
  batches.put("j", "a");
  batches.put("i", "b");
  assert.deepEqual(batches.begun, []);
  await until(() => batches.begun.length >= 1);
  assert.deepEqual(batches.begun[0], ["i.a", "j.a", "i.b"]);
  batches.put("i", "c");
  batches.put("i", "d");
  await manyTurns();
  assert.equal(batches.begun.length, 1);
  await batches.end(0);
  assert.deepEqual(batches.begun[1], ["i.c", "i.d"]);
  await batches.endAll();
});

test("lets other instances overtake a batch that waits, and keeps the order of each instance", async () => {
  const batches = new Batches();
  batches.put("i", "a");
  await until(() => batches.begun.length >= 1);
  batches.put("i", "b");
  batches.put("j", "a");
  batches.put("i", "c");
  // It begins after a while, since few large batches are faster.
  await until(() => batches.begun.length >= 2);
  assert.deepEqual(batches.begun[1], ["j.a"]);
  await batches.end(1);
  assert.equal(batches.begun.length, 2);
  await batches.end(0);
  assert.deepEqual(batches.begun[2], ["i.b", "i.c"]);
  await batches.endAll();
});

test("runs no more batches at once than it may", async () => {
  const batches = new Batches();
  for (let i = 0; i < MAX_BATCHES; i++) {
    batches.put(`i${i}`, "a");
    await until(() => batches.begun.length >= i + 1);
  }
  batches.put("other", "a");
  batches.put("one more", "a");
  await manyTurns();
  assert.equal(batches.begun.length, MAX_BATCHES);
  await batches.end(2);
  await until(() => batches.begun.length >= MAX_BATCHES + 1);
  assert.deepEqual(batches.begun.at(-1), ["other.a", "one more.a"]);
  await batches.endAll();
});

test("fills no batch with more than 64 instances, but with any calls for these", async () => {
  const batches = new Batches();
  for (let i = 0; i < 65; i++) batches.put(`i${i}`, "a");
  batches.put("i0", "b");
  batches.put("i64", "b");
  await until(() => batches.begun.length >= 1);
  assert.equal(batches.begun[0]?.length, 65);
  assert.equal(batches.begun[0]?.at(-1), "i0.b");
  await batches.end(0);
  assert.deepEqual(batches.begun[1], ["i64.a", "i64.b"]);
  await batches.endAll();
});

test("fills no batch with more than 1,000 calls", async () => {
  const batches = new Batches();
  for (let i = 0; i < 2_001; i++) batches.put("i", `${i}`);
  for (const expected of [1_000, 1_000, 1]) {
    await until(() => batches.begun.at(-1)?.length === expected);
    await batches.end(batches.begun.length - 1);
  }
  assert.deepEqual(
    batches.begun.flat(),
    Array.from({ length: 2_001 }, (_, i) => `i.${i}`),
  );
});

test("fills a batch until it has 4 MB, the last call whole", async () => {
  const batches = new Batches();
  batches.put("i", "a", 3_000_000);
  batches.put("i", "b", 3_000_000);
  batches.put("j", "a");
  await until(() => batches.begun.length >= 1);
  assert.deepEqual(batches.begun[0], ["i.a", "i.b"]);
  await batches.endAll();
  assert.deepEqual(batches.begun[1], ["j.a"]);
  await batches.endAll();
});

test("clears only with clears, in their order among the calls of an instance", async () => {
  const batches = new Batches();
  batches.put("i", "a");
  batches.clear("i");
  batches.clear("j");
  batches.put("j", "a");
  batches.put("k", "a");
  batches.put("i", "b");
  await until(() => batches.begun.length >= 1);
  await batches.endAll();
  const of = (instance: string) => batches.begun.flat().filter((name) => name[0] === instance);
  assert.deepEqual(
    [of("i"), of("j")],
    [
      ["i.a", "i clear", "i.b"],
      ["j clear", "j.a"],
    ],
  );
  for (const names of batches.begun) {
    assert.equal(new Set(names.map((name) => name.endsWith("clear"))).size, 1);
  }
});

test("tries calls of blocked instances again after a pause, in their order, and lets others pass", async () => {
  const batches = new Batches();
  batches.put("i", "a");
  batches.put("j", "a");
  batches.put("i", "b");
  await until(() => batches.begun.length >= 1);
  batches.put("i", "c");
  batches.put("j", "b");
  await batches.end(0, ["i"]);
  assert.deepEqual(batches.begun[1], ["j.b"]);
  await until(() => batches.begun.length >= 3);
  assert.deepEqual(batches.begun[2], ["i.a", "i.b", "i.c"]);
  await batches.endAll();
});

test("rejects what waits if a batch says that it need not try", async () => {
  const batches = new Batches();
  batches.put("i", "a");
  await until(() => batches.begun.length >= 1);
  const rejected = assert.rejects(batches.put("i", "b").applied, /^Error: away$/);
  await batches.end(0, [], new Error("away"));
  await rejected;
  batches.put("i", "c");
  await until(() => batches.begun.length >= 2);
  assert.deepEqual(batches.begun[1], ["i.c"]);
  await batches.endAll();
});
