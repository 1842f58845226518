import assert from "node:assert/strict";
import { nextTurn } from "../../core/_next_turn.ts";
import type { CaseGroup } from "./_case_group.ts";
import { assertBytes, collect, content, sourceOf, utf8 } from "./_content.ts";
import {
  expectAbsent,
  expectContent,
  INSTANCE,
  put,
  putOne,
  rejectsWithCode,
} from "./_variables.ts";

const CHUNK_BYTES = 65_536;

/** A stage is complete or does not exist, and nobody sees it before it is applied. */
export const staging: CaseGroup = {
  group: "staging",
  cases: [
    {
      name: "nobody sees a stage before it is applied",
      async run({ storage }) {
        const stage = await storage.stage(sourceOf(content(300_000)));
        await expectAbsent(storage, "a");
        assert.deepEqual(await storage.instances(), []);
        await putOne(storage, "a", stage);
        await expectContent(storage, "a", content(300_000));
      },
    },
    {
      name: "chunks of any length, empty ones too",
      async run({ storage }) {
        for (const [size, chunkBytes] of [
          [0, 1],
          [3_000, 1],
          [70_000, 1_021],
          [5_000_000, 5_000_000],
        ] as const) {
          const bytes = content(size);
          const stage = await storage.stage(sourceOf(bytes, chunkBytes));
          assert.equal(stage.size, size, `size of a stage of ${size} bytes: ${stage.size}`);
          assertBytes(await collect(stage.read()), bytes);
          await stage.discard();
        }
        const none = await storage.stage(emptyChunks());
        assert.equal(none.size, 0);
        await putOne(storage, "empty", none);
        await expectContent(storage, "empty", new Uint8Array(0));
      },
    },
    {
      name: "a stage can be read any number of times, also at the same time, and in part",
      async run({ storage }) {
        for (const size of [0, 100, 1_500_000]) {
          const bytes = content(size);
          const stage = await storage.stage(sourceOf(bytes));
          for await (const _ of stage.read()) break;
          const [one, other] = await Promise.all([collect(stage.read()), collect(stage.read())]);
          assertBytes(one, bytes);
          assertBytes(other, bytes);
          for await (const _ of stage.read()) break;
          await putOne(storage, "a", stage);
          await expectContent(storage, "a", bytes);
        }
      },
    },
    {
      name: "a used-up stage is gone, and discarding it changes nothing",
      async run({ storage }) {
        for (const size of [100, 100_000]) {
          const stage = await storage.stage(sourceOf(content(size)));
          await putOne(storage, "a", stage);
          await rejectsWithCode(() => collect(stage.read()), "gone", `of ${size} bytes`);
          await rejectsWithCode(() => putOne(storage, "b", stage), "gone", `of ${size} bytes`);
          await stage.discard();
          await stage.discard();
          await expectContent(storage, "a", content(size));
          await expectAbsent(storage, "b");
        }
      },
    },
    {
      name: "a discarded stage is gone",
      async run({ storage }) {
        for (const size of [0, 100, 100_000]) {
          const stage = await storage.stage(sourceOf(content(size)));
          await stage.discard();
          await stage.discard();
          await rejectsWithCode(() => collect(stage.read()), "gone", `of ${size} bytes`);
          await rejectsWithCode(() => putOne(storage, "a", stage), "gone", `of ${size} bytes`);
        }
        await expectAbsent(storage, "a");
        assert.deepEqual(await storage.instances(), []);
      },
    },
    {
      name: "discarding a stage ends a running read with an error or lets it finish, never short",
      async run({ storage }) {
        const bytes = content(3_000_000);
        const stage = await storage.stage(sourceOf(bytes));
        const reading = collect(stage.read()).catch((error: unknown) => error);
        await stage.discard();
        const outcome = await reading;
        if (outcome instanceof Uint8Array) assertBytes(outcome, bytes);
        else await rejectsWithCode(() => Promise.reject(outcome), "gone");
      },
    },
    {
      name: "a source that fails rejects with its own error, keeps the old value and leaves nothing behind",
      async run(session) {
        const { storage } = session;
        const old = content(200_000, 2);
        await putOne(storage, "a", old);
        for (const size of [100, 16 * CHUNK_BYTES]) {
          for (const chunks of [0, 1, 2, 7, 16]) {
            const failure = new Error(`Failed after ${chunks} chunks`);
            const source = failingAfter(content(size), chunks, failure);
            await rejectsWith(storage.stage(source), () => failure);
          }
        }
        await session.expectNothingLeft();
        await expectContent(storage, "a", old);
      },
    },
    {
      name: "a source that is aborted rejects with the reason of the abort, even if it is undefined",
      async run({ storage }) {
        for (const reason of [new DOMException("Aborted", "AbortError"), "a text", undefined]) {
          const aborting = new AbortController();
          const staging = storage.stage(untilAborted(aborting.signal));
          for (let turn = 0; turn < 5; turn++) await nextTurn();
          aborting.abort(reason);
          await rejectsWith(staging, () => aborting.signal.reason);
        }
      },
    },
    {
      name: "a source that cannot begin rejects with its own error",
      async run({ storage }) {
        const failure = new Error("Cannot begin");
        const source = {
          [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
            throw failure;
          },
        };
        await rejectsWith(storage.stage(source), () => failure);
      },
    },
    {
      name: "many stages at the same time are each complete",
      async run({ storage }) {
        const stages = await Promise.all(
          Array.from({ length: 16 }, (_, i) => storage.stage(slowly(content(150_000 + i, i + 1)))),
        );
        await storage.apply(
          INSTANCE,
          stages.map((stage, i) => put(`v${i}`, stage)),
        );
        for (let i = 0; i < 16; i++) {
          await expectContent(storage, `v${i}`, content(150_000 + i, i + 1));
        }
      },
    },
    {
      name: "a failing stage does not disturb the others",
      async run({ storage }) {
        const failure = new Error("Failed");
        const outcomes = await Promise.allSettled(
          Array.from({ length: 8 }, (_, i) => {
            const bytes = content(200_000, i + 1);
            return storage.stage(i % 2 === 0 ? slowly(bytes) : failingAfter(bytes, i % 4, failure));
          }),
        );
        for (const [i, outcome] of outcomes.entries()) {
          assert.equal(outcome.status, i % 2 === 0 ? "fulfilled" : "rejected");
          if (outcome.status === "rejected") assert.equal(outcome.reason, failure);
          else await putOne(storage, `v${i}`, outcome.value);
        }
        for (const i of [0, 2, 4, 6]) {
          await expectContent(storage, `v${i}`, content(200_000, i + 1));
        }
      },
    },
  ],
};

async function* emptyChunks(): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < 5; i++) yield utf8("");
}

async function* failingAfter(
  bytes: Uint8Array,
  chunks: number,
  failure: Error,
): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < chunks; i++) {
    yield bytes.slice(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES);
  }
  throw failure;
}

async function* untilAborted(signal: AbortSignal): AsyncGenerator<Uint8Array> {
  while (!signal.aborted) {
    yield content(10_000);
    await nextTurn();
  }
  throw signal.reason;
}

/** A source that gives other work a turn before each chunk. */
async function* slowly(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for await (const chunk of sourceOf(bytes, 30_000)) {
    await nextTurn();
    yield chunk;
  }
}

async function rejectsWith(promise: Promise<unknown>, reason: () => unknown): Promise<void> {
  const [outcome] = await Promise.allSettled([promise]);
  assert.equal(outcome?.status, "rejected");
  assert.equal(outcome.reason, reason());
}
