import assert from "node:assert/strict";
import { nextTurn } from "../../core/_next_turn.ts";
import type { CaseGroup } from "./_case_group.ts";
import { assertBytes, collect, content, sourceOf, utf8 } from "./_content.ts";
import { StallingSource } from "./_stalling_source.ts";
import { INSTANCE, openOne, put, putOne, rejectsWithCode } from "./_variables.ts";

const LARGE = 1_300_000;

/** After `close`, every call is refused, and nothing hangs. */
export const closing: CaseGroup = {
  group: "closing",
  cases: [
    {
      name: "every call of a closed storage is refused",
      async run(session) {
        const { storage } = session;
        await putOne(storage, "a", utf8("x"));
        await session.close();
        const calls: (() => Promise<unknown>)[] = [
          () => storage.stage(sourceOf(utf8("x"))),
          () => storage.apply(INSTANCE, [put("a", utf8("x"))]),
          () => storage.apply(INSTANCE, []),
          () => storage.stat(INSTANCE, "a"),
          () => storage.open(INSTANCE, "a"),
          () => storage.list(INSTANCE),
          () => storage.instances(),
        ];
        for (const call of calls) await rejectsWithCode(call, "closed");
      },
    },
    {
      name: "closing twice, also at the same time, succeeds",
      async run(session) {
        const { storage } = session;
        await putOne(storage, "a", content(LARGE));
        await Promise.all([storage.close(), session.close()]);
        await storage.close();
      },
    },
    {
      name: "closing waits for running calls of apply",
      async run(session) {
        const { storage } = session;
        const stage = await storage.stage(sourceOf(content(LARGE)));
        const applying = [
          ...Array.from({ length: 20 }, (_, i) => putOne(storage, `v${i}`, utf8(`${i}`))),
          putOne(storage, "staged", stage),
          putOne(storage, "whole", content(LARGE)),
        ];
        let settled = false;
        const outcomes = Promise.allSettled(applying).finally(() => {
          settled = true;
        });
        await session.close();
        await nextTurn();
        assert.equal(settled, true, "They had come to an end when the storage was closed");
        for (const { status } of await outcomes) assert.equal(status, "fulfilled");
      },
    },
    {
      name: "a stage ends with its storage, and can still be discarded",
      async run(session) {
        const { storage } = session;
        for (const size of [0, 100, LARGE]) {
          const stage = await storage.stage(sourceOf(content(size)));
          await putOne(storage, `v${size}`, stage);
        }
        const stage = await storage.stage(sourceOf(content(LARGE)));
        const underWay = stage.read()[Symbol.asyncIterator]();
        await underWay.next();
        await session.close();
        await rejectsWithCode(() => collect(rest(underWay)), "closed");
        await rejectsWithCode(() => collect(stage.read()), "closed");
        await rejectsWithCode(() => putOne(storage, "a", stage), "closed");
        await stage.discard();
      },
    },
    {
      name: "a reader ends with its storage, and can still be closed",
      async run(session) {
        const { storage } = session;
        await storage.apply(INSTANCE, [put("small", utf8("x")), put("large", content(LARGE))]);
        const small = await openOne(storage, "small");
        const large = await openOne(storage, "large");
        const underWay = large.read()[Symbol.asyncIterator]();
        const first = await underWay.next();
        assert.ok(first.value instanceof Uint8Array);
        assertBytes(first.value, content(LARGE).subarray(0, first.value.length));
        await session.close();
        await rejectsWithCode(() => collect(rest(underWay)), "closed");
        await rejectsWithCode(() => collect(large.read()), "closed");
        await rejectsWithCode(() => collect(small.read()), "closed");
        await small.close();
        await large.close();
      },
    },
    {
      name: "'await using' closes a reader, discards a stage and closes the storage",
      async run(session) {
        const { storage } = session;
        await storage.apply(INSTANCE, [put("a", content(LARGE))]);
        const reader = await openOne(storage, "a");
        const stage = await storage.stage(sourceOf(content(LARGE)));
        await reader[Symbol.asyncDispose]();
        await rejectsWithCode(() => collect(reader.read()), "closed");
        await stage[Symbol.asyncDispose]();
        await rejectsWithCode(() => collect(stage.read()), "gone");
        await storage[Symbol.asyncDispose]();
        await rejectsWithCode(() => storage.stat(INSTANCE, "a"), "closed");
        await session.close();
      },
    },
    {
      name: "a stage whose source has stalled for ever ends when its storage is closed",
      async run(session) {
        const { storage } = session;
        const sources = [new StallingSource(), new StallingSource()];
        const staging = sources.map((source) =>
          storage.stage(source).catch((error: unknown) => error),
        );
        for (const source of sources) await source.stalled;
        await session.close();
        for (const outcome of await Promise.all(staging)) {
          await rejectsWithCode(() => Promise.reject(outcome), "closed");
        }
      },
    },
    {
      name: "closing does not wait for a source that has stalled, and ends it later",
      async run(session) {
        const { storage } = session;
        const source = new StallingSource();
        const staging = storage.stage(source).catch((error: unknown) => error);
        await source.stalled;
        await session.close();
        source.goOn();
        const outcome = await staging;
        await rejectsWithCode(() => Promise.reject(outcome), "closed");
        assert.equal(source.ended, true, "The source was told to end");
      },
    },
  ],
};

/** Reads the rest of a read that has begun. */
function rest(iterator: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => iterator };
}
