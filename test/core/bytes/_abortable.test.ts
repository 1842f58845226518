import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { abortable } from "../../../core/bytes/_abortable.ts";
import type { ByteSource } from "../../../core/mod.ts";
import { abortListeners } from "../../support/abort_listeners.ts";
import { fromAsync } from "../../support/from_async.ts";
import { suite } from "../../support/suite.ts";

const test = suite("abortable()");

const REASON = new Error("enough");
const A = Buffer.from("a");

/** A body that yields one chunk and then nothing until it is told to end. */
class SilentBody implements AsyncIterable<Uint8Array> {
  reads = 0;
  ended = 0;

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined> {
    return {
      next: () => {
        if (this.reads++ === 0) return Promise.resolve({ done: false, value: A });
        return new Promise(() => {});
      },
      return: () => {
        this.ended++;
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }
}

function open(body: ByteSource, signal: AbortSignal): AsyncIterator<Uint8Array> {
  const source = abortable(body, signal);
  assert(source !== null && Symbol.asyncIterator in source);
  return source[Symbol.asyncIterator]();
}

test("is the body itself without a signal", () => {
  const body = new SilentBody();
  assert.equal(abortable(body, undefined), body);
});

test("yields what the body does, and leaves no listener behind", async () => {
  const { signal } = new AbortController();
  const bodies = (): ByteSource[] => [
    A,
    new Blob([A, A]),
    new Response("text").body,
    (async function* () {
      yield A;
      yield A;
    })(),
    null,
  ];
  for (const [index, body] of bodies().entries()) {
    const source = abortable(body, signal);
    assert(source !== null && Symbol.asyncIterator in source);
    const chunks = await fromAsync(source);
    assert.equal(Buffer.concat(chunks).toString(), ["a", "aa", "text", "aa", ""][index]);
  }
  assert.deepEqual(abortListeners(signal), []);
});

test("gives up a read that waits, and ends the body", async () => {
  const body = new SilentBody();
  const controller = new AbortController();
  const reader = open(body, controller.signal);
  assert.deepEqual(await reader.next(), { done: false, value: A });
  const waiting = reader.next();
  assert.equal(abortListeners(controller.signal).length, 1);
  controller.abort(REASON);
  await assert.rejects(waiting, REASON);
  assert.equal(body.ended, 1);
  assert.deepEqual(abortListeners(controller.signal), []);
});

test("asks for nothing once it is aborted", async () => {
  const body = new SilentBody();
  const reader = open(body, AbortSignal.abort(REASON));
  await assert.rejects(reader.next(), REASON);
  assert.deepEqual([body.reads, body.ended], [0, 1]);
});

test("cancels a stream whose read waits", async () => {
  let cancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    cancel() {
      cancelled = true;
    },
  });
  const controller = new AbortController();
  const waiting = open(stream, controller.signal).next();
  controller.abort(REASON);
  await assert.rejects(waiting, REASON);
  await turn();
  assert.equal(cancelled, true);
  assert.equal(stream.locked, false);
});

test("hands on what the body throws, and a failure while it ends counts less than the reason", async () => {
  const { signal } = new AbortController();
  const broken: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.reject(new Error("broken")),
      return: () => Promise.reject(new Error("cannot end")),
    }),
  };
  await assert.rejects(open(broken, signal).next(), /broken/);
  await assert.rejects(open(broken, AbortSignal.abort(REASON)).next(), REASON);
  assert.deepEqual(abortListeners(signal), []);
});
