/** Tests through the service how a form is read: what is held, what is staged, and what is left after a failure. */

import assert from "node:assert/strict";
import {
  LimitExceededError,
  type LimitName,
} from "../../../../core/errors/limit_exceeded_error.ts";
import type { StagedContent, VariableStorage } from "../../../../core/storage/storage.ts";
import { StorageError } from "../../../../core/storage/storage_error.ts";
import type { FormLimits } from "../../../../core/variables/options/form_limits.ts";
import type { VariableForm } from "../../../../core/variables/options/variable_options.ts";
import { ProcessVariables } from "../../../../core/variables/process_variables.ts";
import { StageKeeper } from "../../../support/stage_keeper.ts";
import { suite } from "../../../support/suite.ts";
import {
  encodeForm,
  type FormPart,
  inChunks,
  variableForm,
} from "../../../support/variable_form.ts";

const test = suite("FormCollector");

const HELD = 65_536;
const CONTENT_TYPE = "multipart/form-data; boundary=----form";

/** Makes bytes that do not repeat. */
function bytes(size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => (i * 31 + (i >> 8) * 17) & 0xff);
}

function data(content: string | Uint8Array, contentType = "application/octet-stream"): FormPart {
  return { name: "data", content, contentType };
}

function valueType(content: string): FormPart {
  return { name: "valueType", content };
}

test("holds data up to 64 KiB and stages what is larger", async () => {
  for (const size of [0, 1, HELD - 1, HELD, HELD + 1, 200_000]) {
    for (const chunkSize of [size > HELD ? 997 : 13, 16_384, HELD, Infinity]) {
      const storage = new StageKeeper();
      const content = bytes(size);
      await set(storage, variableForm([data(content), valueType("Bytes")], chunkSize));
      assert.deepEqual(await stored(storage), content);
      assert.equal(storage.count, size > HELD ? 1 : 0);
      assert.equal(await storage.left(), 0);
    }
  }
});

test("stages by the way, wherever the type stands", async () => {
  const large = bytes(300_000);
  const file = { ...data(large), filename: "a" };
  for (const parts of [
    [file, valueType("File")],
    [valueType("File"), file],
  ]) {
    const storage = new StageKeeper();
    await set(storage, variableForm(parts, 50_000));
    assert.equal((await storage.stat("p", "x"))?.type, "File");
    assert.deepEqual(await stored(storage), large);
  }
});

test("takes the last of several data, and discards what was staged before", async () => {
  const [a, b, c] = [bytes(HELD + 1), bytes(150_000), bytes(10)];
  const cases = [
    [[a, b], b, 2],
    [[b, c], c, 1],
    [[c, b], b, 1],
    [[a, c, b], b, 2],
  ] as const;
  for (const [contents, last, stages] of cases) {
    for (const chunkSize of [10_000, 140_000]) {
      const storage = new StageKeeper();
      await set(
        storage,
        variableForm(
          contents.map((content) => data(content)),
          chunkSize,
        ),
      );
      assert.deepEqual(await stored(storage), last);
      assert(storage.count <= stages);
      assert.equal(await storage.left(), 0);
    }
  }
});

test("stages only the last of several data in one chunk", async () => {
  const storage = new StageKeeper();
  await set(storage, variableForm([data(bytes(100_000)), data(bytes(90_000)), valueType("Bytes")]));
  assert.deepEqual(await stored(storage), bytes(90_000));
  assert.equal(storage.count, 1);
  assert.equal(await storage.left(), 0);
});

test("parses a value out of its stage", async () => {
  const text = "ä€😀x".repeat(20_000);
  const latin1 = new Uint8Array(Buffer.from("é".repeat(100_000), "latin1"));
  const json = JSON.stringify([text]);
  const cases = [
    [[data(text), valueType("String")], "String", text],
    [[data(latin1, "a/b; charset=iso-8859-1"), valueType("Xml")], "Xml", "é".repeat(100_000)],
    [[data(json), valueType("Json")], "Json", json],
    [[data(`\ufeff${json}`), valueType("Json")], "Json", json],
    [[data(`\ufeff${text}`), valueType("String")], "String", text],
    [
      [
        data(Buffer.from(`\ufeff${text}`, "utf16le").swap16(), "a/b; charset=utf-16"),
        valueType("Xml"),
      ],
      "Xml",
      text,
    ],
    [[data(`${" ".repeat(100_000)}+7`), valueType("Long")], "Long", "7"],
    [[data(bytes(100_000)), valueType("Serializable")], "Object", bytes(100_000)],
    [
      [
        data(json, "application/json"),
        { name: "type", content: "java.util.List<java.lang.String>" },
      ],
      "Object",
      json,
    ],
  ] as const;
  for (const [parts, type, content] of cases) {
    const storage = new StageKeeper();
    await set(storage, variableForm(parts, 10_007));
    assert.equal((await storage.stat("p", "x"))?.type, type);
    assert.deepEqual(await stored(storage), new Uint8Array(Buffer.from(content)));
    assert.equal(storage.count, 1);
    assert.equal(await storage.left(), 0);
  }
});

test("refuses a staged value that is none, and leaves nothing", async () => {
  const padding = " ".repeat(100_000);
  const cases: readonly (readonly FormPart[])[] = [
    [data(Buffer.concat([bytes(0), Buffer.from(padding), Buffer.of(0xc3)])), valueType("String")],
    [data(Buffer.concat([Buffer.of(0xff), Buffer.from(padding)])), valueType("Xml")],
    [data(`${padding}{`), valueType("Json")],
    [data(`${padding}4x2`), valueType("Integer")],
    [data(padding), valueType("Null")],
    [data(padding), valueType("Blob")],
    [data(padding), valueType("File")],
    [data(padding, "application/json")],
    [data(`${padding}{}`, "application/json"), { name: "type", content: "java.util.List" }],
  ];
  for (const parts of cases) {
    const storage = await withOldValue();
    const setting = set(storage, variableForm(parts, 10_007));
    await assert.rejects(setting, { name: "InvalidVariableError" });
    await assertUnchanged(storage);
    assert.equal(storage.count, 2);
  }
});

test("passes on the source's own error, at each chunk, and leaves nothing", async () => {
  const form = encodeForm([data(bytes(150_000)), valueType("Bytes")]);
  const chunks = Math.ceil(form.length / 10_000);
  for (let failAt = 0; failAt <= chunks; failAt++) {
    const storage = await withOldValue();
    const failure = new Error("ECONNRESET");
    let returned = 0;
    const source = inChunks(form, 10_000);
    let asked = 0;
    const body = iterable({
      next: async () => {
        if (asked++ === failAt) throw failure;
        return source.next();
      },
      return: async () => {
        returned++;
        return { done: true, value: undefined };
      },
    });
    await assert.rejects(
      set(storage, { contentType: CONTENT_TYPE, body }),
      (error) => error === failure,
    );
    assert.equal(returned, 0);
    await assertUnchanged(storage);
  }
});

test("refuses a form that is cut, at each chunk, and leaves nothing", async () => {
  const form = encodeForm([data(bytes(150_000)), valueType("Bytes")]);
  for (let size = 0; size < form.length - 4; size += 9_999) {
    const storage = await withOldValue();
    const body = inChunks(form.subarray(0, size), 10_000);
    await assert.rejects(set(storage, { contentType: CONTENT_TYPE, body }), {
      name: "MultipartSyntaxError",
      reason: "truncated",
    });
    await assertUnchanged(storage);
  }
});

test("ends the source when the form is refused while it is read", async () => {
  for (const size of [10, 100_000]) {
    const storage = await withOldValue();
    const form = encodeForm([data(bytes(size)), { name: "no", content: "--" }]);
    const broken = Buffer.from(form).toString("latin1").replace("name=", "nane=");
    let ended = false;
    async function* body() {
      try {
        yield new Uint8Array(Buffer.from(broken.slice(0, 300), "latin1"));
        yield new Uint8Array(Buffer.from(broken.slice(300), "latin1"));
      } finally {
        ended = true;
        // biome-ignore lint/correctness/noUnsafeFinally: what a source throws when it is ended does not count
        throw new Error("The source cannot be ended");
      }
    }
    await assert.rejects(set(storage, { contentType: CONTENT_TYPE, body: body() }), {
      name: "MultipartSyntaxError",
      reason: "malformed",
    });
    assert.equal(ended, true);
    await assertUnchanged(storage);
  }
});

test("reads forms up to each limit, and none beyond", async () => {
  const type = { name: "valueType", content: "Bytes" };
  const cases: readonly (readonly [LimitName & keyof FormLimits, number, string, FormPart[]])[] = [
    ["maxParts", 2, "the form", [data("1"), type]],
    ["maxTextBytes", 5, "part 'valueType'", [data("1"), type]],
    ["maxTextBytes", 3, "part 'type'", [data("1"), { name: "type", content: "int" }]],
    ["maxValueBytes", 5, "part 'data'", [data("12345"), type]],
    ["maxValueBytes", 100_000, "part 'data'", [data(bytes(100_000)), type]],
    ["maxJsonBytes", 5, "part 'data'", [data("12345"), valueType("String")]],
    ["maxJsonBytes", 5, "part 'data'", [data("12345"), valueType("Xml")]],
    ["maxJsonBytes", 5, "part 'data'", [data("12345"), valueType("Json")]],
    ["maxJsonBytes", 5, "part 'data'", [data("12345"), valueType("Long")]],
    ["maxJsonBytes", 100_000, "part 'data'", [data(" ".repeat(100_000)), valueType("String")]],
    [
      "maxJsonBytes",
      2,
      "part 'data'",
      [data("[]", "application/json"), { name: "type", content: "java.util.List" }],
    ],
  ];
  for (const [limit, max, subject, parts] of cases) {
    const storage = await withOldValue();
    const tooMuch = set(storage, variableForm(parts, 50), { [limit]: max - 1 });
    const error: unknown = await tooMuch.catch((error: unknown) => error);
    assert(error instanceof LimitExceededError, `${limit}: ${error}`);
    assert.equal(error.limit, limit);
    assert.equal(error.max, max - 1);
    if (limit !== "maxParts") assert.match(error.message, new RegExp(subject));
    await assertUnchanged(storage);
    // A form that fits exactly may still be refused for another reason.
    const fits = set(storage, variableForm(parts, 50), { [limit]: max });
    await fits.catch((error: unknown) =>
      assert(!(error instanceof LimitExceededError), `${error}`),
    );
  }
});

test("bounds the whole form, and parts that it does not know by that alone", async () => {
  const parts = [data("1"), { name: "other", content: bytes(200_000) }];
  const total = encodeForm(parts).length;
  const limits = { maxTextBytes: 10, maxValueBytes: 10 };
  const storage = new StageKeeper();
  await set(storage, variableForm(parts), { ...limits, maxTotalBytes: total });
  assert.equal((await storage.stat("p", "x"))?.size, 1);
  await assert.rejects(set(storage, variableForm(parts), { ...limits, maxTotalBytes: total - 1 }), {
    name: "LimitExceededError",
    limit: "maxTotalBytes",
  });
});

test("asks for a chunk only when the storage has taken all of the last one", async () => {
  let handedOut = 0;
  let taken = 0;
  class Slow extends StageKeeper {
    override async stage(source: AsyncIterable<Uint8Array>): Promise<StagedContent> {
      async function* slowly() {
        for await (const chunk of source) {
          taken += chunk.length;
          yield chunk;
          await new Promise((resolve) => setImmediate(resolve));
        }
      }
      return super.stage(slowly());
    }
  }
  async function* body() {
    for await (const chunk of inChunks(encodeForm([data(bytes(400_000))]), 20_000)) {
      if (handedOut > HELD + 20_000) assert(handedOut - taken <= 20_000, `${handedOut} ${taken}`);
      handedOut += chunk.length;
      yield chunk;
    }
  }
  const storage = new Slow();
  await set(storage, { contentType: CONTENT_TYPE, body: body() });
  assert.deepEqual(await stored(storage), bytes(400_000));
});

test("ends the source when the storage fails, without waiting for one that is silent", async () => {
  const full = new StorageError("full", "No room");
  class Failing extends StageKeeper {
    readonly afterChunks: number;
    constructor(afterChunks: number) {
      super();
      this.afterChunks = afterChunks;
    }
    override async stage(source: AsyncIterable<Uint8Array>): Promise<StagedContent> {
      const iterator = source[Symbol.asyncIterator]();
      for (let i = 0; i < this.afterChunks; i++) await iterator.next();
      // The last chunk is asked for, but not awaited.
      void iterator.next();
      await new Promise((resolve) => setImmediate(resolve));
      throw full;
    }
  }
  const form = encodeForm([data(bytes(100_000))]);
  for (const silent of [false, true]) {
    let returned = false;
    let given = false;
    const body = iterable({
      next: () => {
        if (!given) {
          given = true;
          return Promise.resolve({ done: false, value: form.subarray(0, 90_000) });
        }
        return silent
          ? new Promise(() => {})
          : Promise.resolve({ done: false, value: form.subarray(90_000) });
      },
      return: () => {
        returned = true;
        return silent ? new Promise(() => {}) : Promise.resolve({ done: true, value: undefined });
      },
    });
    const setting = set(new Failing(1), { contentType: CONTENT_TYPE, body });
    await assert.rejects(setting, (error) => error === full);
    assert.equal(returned, true);
  }
});

function iterable(iterator: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => iterator };
}

async function set(
  storage: VariableStorage,
  form: VariableForm,
  limits: Partial<FormLimits> = {},
): Promise<void> {
  await new ProcessVariables({ storage, limits }).setFromForm("p", "x", form);
}

/** A variable that was there before, in a stage of its own. */
async function withOldValue(): Promise<StageKeeper> {
  const storage = new StageKeeper();
  await set(storage, variableForm([data(bytes(70_000))]));
  return storage;
}

async function assertUnchanged(storage: StageKeeper): Promise<void> {
  assert.deepEqual(await stored(storage), bytes(70_000));
  assert.equal(await storage.left(), 0);
}

async function stored(storage: VariableStorage): Promise<Uint8Array> {
  const variable = await storage.open("p", "x");
  assert(variable);
  const chunks: Uint8Array[] = [];
  for await (const chunk of variable.read()) chunks.push(chunk);
  await variable.close();
  return new Uint8Array(Buffer.concat(chunks));
}
