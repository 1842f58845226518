import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { type BodyOptions, type ByteSource, ProcessVariables } from "../../../../core/mod.ts";
import { abortListeners } from "../../../support/abort_listeners.ts";
import { StageKeeper } from "../../../support/stage_keeper.ts";
import { suite } from "../../../support/suite.ts";
import { BOUNDARY, encodeForm } from "../../../support/variable_form.ts";

const test = suite("a signal");

const REASON = new Error("the client has gone");
const LARGE = Buffer.alloc(200_000, "A");
const CONTENT_TYPE = `multipart/form-data; boundary=${BOUNDARY}`;

type Run = (
  variables: ProcessVariables,
  body: ByteSource,
  options: BodyOptions,
) => Promise<unknown>;

/** All that waits for a body, each with a whole one. */
const WRITES: readonly (readonly [what: string, bytes: Uint8Array, run: Run])[] = [
  [
    "a small form",
    encodeForm([{ name: "data", content: "x" }]),
    (v, body, options) => v.setFromForm("i", "x", { contentType: CONTENT_TYPE, body }, options),
  ],
  [
    "a large form",
    encodeForm([{ name: "data", content: LARGE }]),
    (v, body, options) => v.setFromForm("i", "x", { contentType: CONTENT_TYPE, body }, options),
  ],
  [
    "a form without a boundary",
    encodeForm([{ name: "data", content: LARGE }]),
    (v, body, options) =>
      v.setFromForm("i", "x", { contentType: "multipart/form-data", body }, options),
  ],
  [
    "JSON",
    Buffer.from('{"value": "text", "type": "String"}'),
    (v, body, options) => v.setFromJson("i", "x", body, options),
  ],
  [
    "JSON with long base64",
    Buffer.from(`{"value": "${LARGE}", "type": "Bytes"}`),
    (v, body, options) => v.setFromJson("i", "x", body, options),
  ],
  [
    "modifications",
    Buffer.from('{"modifications": {"x": {"value": 1}}}'),
    (v, body, options) => v.modify("i", body, options),
  ],
  [
    "a small content",
    Buffer.from("content"),
    (v, body, options) => v.set("i", "x", { content: body ?? new Uint8Array() }, options),
  ],
  [
    "a large content",
    LARGE,
    (v, body, options) => v.set("i", "x", { content: body ?? new Uint8Array() }, options),
  ],
];

/** A body that falls silent after some chunks, and for good. */
class FallingSilent implements AsyncIterable<Uint8Array> {
  readonly #chunks: readonly Uint8Array[];
  #index = 0;
  ended = false;
  onSilence: () => void = () => {};

  constructor(chunks: readonly Uint8Array[]) {
    this.#chunks = chunks;
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined> {
    return {
      next: () => {
        const value = this.#chunks[this.#index++];
        if (value !== undefined) return Promise.resolve({ done: false, value });
        this.onSilence();
        return new Promise(() => {});
      },
      return: () => {
        this.ended = true;
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }
}

function cut(bytes: Uint8Array, count: number): readonly Uint8Array[] {
  const size = Math.ceil(bytes.length / 4);
  return [0, 1, 2, 3].slice(0, count).map((index) => bytes.slice(index * size, (index + 1) * size));
}

for (const [what, bytes, run] of WRITES) {
  for (const count of [0, 1, 3, 4]) {
    test(`ends ${what} that falls silent after chunk ${count}`, async () => {
      const storage = new StageKeeper();
      const variables = new ProcessVariables({ storage, lenient: true });
      const controller = new AbortController();
      const body = new FallingSilent(cut(bytes, count));
      body.onSilence = () => void turn().then(() => controller.abort(REASON));
      await assert.rejects(run(variables, body, { signal: controller.signal }), REASON);
      assert.equal(body.ended, true);
      await turn();
      assert.deepEqual([await storage.left(), await storage.instances()], [0, []]);
      assert.deepEqual(abortListeners(controller.signal), []);
    });
  }

  test(`that is aborted already lets nothing be asked of ${what}`, async () => {
    const storage = new StageKeeper();
    const variables = new ProcessVariables({ storage, lenient: true });
    const body = new FallingSilent([]);
    body.onSilence = () => assert.fail("The body was asked for a chunk");
    await assert.rejects(run(variables, body, { signal: AbortSignal.abort(REASON) }), REASON);
    assert.equal(body.ended, true);
  });

  test(`that is aborted once ${what} has been read lets nothing be stored`, async () => {
    const storage = new StageKeeper();
    const variables = new ProcessVariables({ storage, lenient: true });
    const controller = new AbortController();
    async function* body() {
      yield bytes;
      controller.abort(REASON);
    }
    await assert.rejects(run(variables, body(), { signal: controller.signal }), REASON);
    assert.deepEqual([await storage.left(), await storage.instances()], [0, []]);
  });

  test(`that is long-lived collects no listeners by ${what}`, async () => {
    const storage = new StageKeeper();
    const variables = new ProcessVariables({ storage, lenient: true });
    const { signal } = new AbortController();
    for (let i = 0; i < 3; i++) {
      await run(variables, new Blob(cut(bytes, 4).map((chunk) => new Uint8Array(chunk))), {
        signal,
      });
    }
    assert.deepEqual(abortListeners(signal), []);
    assert.equal((await storage.list("i")).length, 1);
    assert.equal(await storage.left(), 0);
  });
}

test("ends the wait for room, and lets the next one in", async () => {
  const limits = { maxHeldJsonBytes: 100_000, maxJsonBytes: 100_000 };
  const variables = new ProcessVariables({ storage: new StageKeeper(), limits });
  const holding = new AbortController();
  const holder = new FallingSilent([Buffer.from('{"value": "')]);
  const begun = new Promise<void>((resolve) => {
    holder.onSilence = resolve;
  });
  const first = variables.setFromJson("i", "a", holder, {
    contentLength: 100_000,
    signal: holding.signal,
  });
  await begun;
  const waiting = new AbortController();
  const body = new FallingSilent([]);
  const second = variables.modify("i", body, { contentLength: 90_000, signal: waiting.signal });
  const third = variables.setFromJson("i", "c", Buffer.from('{"value": 1}'), {
    contentLength: 100_000,
  });
  await turn();
  waiting.abort(REASON);
  await assert.rejects(second, REASON);
  assert.equal(body.ended, true);
  assert.deepEqual(abortListeners(waiting.signal), []);
  holding.abort(REASON);
  await assert.rejects(first, REASON);
  assert.equal((await third).record?.type, "Integer");
});
