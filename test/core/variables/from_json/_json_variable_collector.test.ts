/** Tests how a variable in JSON is read: what is streamed, what is held, what is left, and what is read from the body. */
import assert from "node:assert/strict";
import type { FormLimits } from "../../../../core/variables/options/form_limits.ts";
import { ProcessVariables } from "../../../../core/variables/process_variables.ts";
import { StageKeeper } from "../../../support/stage_keeper.ts";
import { suite } from "../../../support/suite.ts";
import { inChunks } from "../../../support/variable_form.ts";

const test = suite("JsonVariableCollector");

const KIB = 1024;
/** Bytes without a pattern. */
const BYTES = Uint8Array.from({ length: 150 * KIB }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 24);
const BASE64 = Buffer.from(BYTES).toString("base64");
const FILE = { type: "File", valueInfo: { filename: "a" } };

/** Makes a service with limits that are low enough for a test, and a storage that knows its stages. */
function service(limits: Partial<FormLimits> = {}) {
  const storage = new StageKeeper();
  const variables = new ProcessVariables({ storage, limits });
  const put = (json: string, size = 10_000) =>
    variables.setFromJson("p", "x", inChunks(new TextEncoder().encode(json), size));
  const content = async () => {
    const chunks: Uint8Array[] = [];
    const variable = await storage.open("p", "x");
    assert(variable);
    for await (const chunk of variable.read()) chunks.push(chunk);
    await variable.close();
    return Buffer.concat(chunks);
  };
  return { storage, put, content };
}

test("streams a File and Bytes, wherever the value stands", async () => {
  for (const members of [
    { value: BASE64, ...FILE },
    { ...FILE, value: BASE64 },
    { type: "bytes", value: BASE64 },
    { valueInfo: {}, value: BASE64, type: "Bytes" },
  ]) {
    const { storage, put, content } = service({ maxJsonBytes: 1_000 });
    const { record } = await put(JSON.stringify(members));
    assert.equal(record?.size, BYTES.length);
    assert.deepEqual(new Uint8Array(await content()), BYTES);
    assert.equal(storage.count, 1);
    assert.equal(await storage.left(), 0);
  }
});

test("decodes however the document is cut, with escapes and line breaks", async () => {
  const lines = BASE64.replaceAll(/.{76}/g, "$&\r\n");
  const json = JSON.stringify({ value: lines, ...FILE }).replaceAll("/", String.raw`\/`);
  for (const size of [997, 4_096, 65_536, 65_537, Infinity]) {
    const { put, content } = service({ maxJsonBytes: 1_000 });
    await put(json, size);
    assert.deepEqual(new Uint8Array(await content()), BYTES);
  }
});

test("decodes at every cut around the length that is held", async () => {
  const json = JSON.stringify({ value: BASE64.slice(0, 65_600), type: "Bytes" });
  const expected = BYTES.subarray(0, 49_200);
  for (let cut = 65_530; cut < 65_560; cut++) {
    const { put, content } = service({ maxJsonBytes: 70_000 });
    await put(json, cut);
    assert.deepEqual(new Uint8Array(await content()), expected);
  }
});

test("holds a short string, and stages nothing", async () => {
  for (const length of [0, 4, 65_532, 65_536]) {
    const { storage, put } = service();
    const { record } = await put(JSON.stringify({ value: BASE64.slice(0, length), type: "Bytes" }));
    assert.equal(record?.size, (length / 4) * 3);
    assert.equal(storage.count, 0);
  }
});

test("tells the text again if the type proves to be another", async () => {
  for (const text of [
    BASE64,
    BASE64.replaceAll(/.{64}/g, "$&\n"),
    `${BASE64.slice(0, 70_000)}\n`,
  ]) {
    for (const type of ["String", "Xml", undefined]) {
      const { storage, put, content } = service();
      const { record } = await put(JSON.stringify({ value: text, type }));
      assert.equal(record?.type, type ?? "String");
      assert.equal((await content()).toString(), text);
      assert.equal(storage.count, 1);
      assert.equal(await storage.left(), 0);
    }
  }
});

test("tells the text again if it proves to be no base64", async () => {
  const breaks = BASE64.replaceAll(/.{76}/g, "$&\r\n");
  for (const [text, stages] of [
    [`?${BASE64}`, 0],
    [`${BASE64.slice(0, 60_000)}?${BASE64}`, 0],
    [`${BASE64.slice(0, 100_000)}?${BASE64}`, 1],
    [`${breaks.slice(0, 100_001)}\u00e9${breaks}`, 1],
    [`${BASE64.slice(0, 100_003)}\ud83d\ude00${BASE64}`, 1],
    [`${BASE64}=`, 1],
    [BASE64.slice(0, -1), 1],
    [`${BASE64.slice(0, 120_000)}AA==AAAA`, 1],
  ] as const) {
    for (const type of ["String", undefined]) {
      const { storage, put, content } = service();
      await put(JSON.stringify({ value: text, type }));
      assert.equal((await content()).toString(), text);
      assert.equal(storage.count, stages);
      assert.equal(await storage.left(), 0);
    }
  }
});

test("refuses text that is too long to be told again", async () => {
  const limits = { maxJsonBytes: 150_000 };
  for (const value of [BASE64, `${BASE64.slice(0, 100_000)}?${BASE64}`, `?${BASE64}`]) {
    for (const type of ["String", "Integer", undefined]) {
      for (const members of [
        { value, type },
        { type, value },
      ]) {
        const { storage, put } = service(limits);
        await assert.rejects(put(JSON.stringify(members)), {
          name: "LimitExceededError",
          limit: "maxJsonBytes",
        });
        assert.equal(await storage.left(), 0);
      }
    }
  }
});

test("refuses at once what must be base64 and is none", async () => {
  const shown = `${BASE64.slice(0, 100)}…`;
  for (const value of [`${BASE64}=`, `${BASE64.slice(0, 100_000)}?${BASE64}`, BASE64.slice(1)]) {
    const { storage, put } = service({ maxJsonBytes: 1_000 });
    await assert.rejects(put(JSON.stringify({ ...FILE, value })), {
      engineType: "InvalidRequestException",
      message: `Cannot put process instance variable x: Cannot convert value '${value === BASE64.slice(1) ? `${value.slice(0, 100)}…` : shown}' of type 'File' to java type [B`,
    });
    assert.equal(await storage.left(), 0);
  }
});

test("keeps a text whose type is known as it comes", async () => {
  const { storage, put, content } = service();
  await put(JSON.stringify({ type: "String", value: BASE64 }));
  assert.equal((await content()).toString(), BASE64);
  assert.equal(storage.count, 0);
});

test("takes the last of several values and types", async () => {
  const large = JSON.stringify(BASE64);
  const other = JSON.stringify(Buffer.from(BYTES.map((byte) => 255 - byte)).toString("base64"));
  // If both values are in one chunk, the second one replaces the first before the first can be staged.
  for (const [json, expected, stages, stagesOfOneChunk] of [
    [`{"value":${other},"value":${large},"type":"Bytes"}`, BYTES, 2, 1],
    [`{"value":${large},"value":"AA==","type":"Bytes"}`, Uint8Array.of(0), 1, 0],
    [`{"type":"String","value":${large},"type":"Bytes"}`, BYTES, 0, 0],
    [`{"type":"Bytes","value":${large},"type":"String"}`, new TextEncoder().encode(BASE64), 1, 1],
    [`{"value":"AA==","value":[${large}],"value":${large},"type":"Bytes"}`, BYTES, 1, 1],
  ] as const) {
    for (const [size, count] of [
      [10_000, stages],
      [Infinity, stagesOfOneChunk],
    ] as const) {
      const { storage, put, content } = service();
      await put(json, size);
      assert.deepEqual(new Uint8Array(await content()), expected);
      assert.equal(storage.count, count);
      assert.equal(await storage.left(), 0);
    }
  }
});

test("bounds the value, and all the rest of the document", async () => {
  const size = BYTES.length;
  const json = JSON.stringify({ value: BASE64, type: "Bytes" });
  const rest = json.length - BASE64.length - 2;
  for (const [limits, padding, limit] of [
    [{ maxValueBytes: size, maxJsonBytes: rest }, 0, undefined],
    [{ maxJsonBytes: rest - 1 }, 0, "maxJsonBytes"],
    [{ maxValueBytes: size - 1 }, 0, "maxValueBytes"],
    [{ maxValueBytes: 10 }, 0, "maxValueBytes"],
    [{ maxJsonBytes: 80_000 }, 80_000 - rest, undefined],
    [{ maxJsonBytes: 80_000 }, 80_001 - rest, "maxJsonBytes"],
  ] as const) {
    const { storage, put } = service(limits);
    const setting = put(`${json.slice(0, -1)}${" ".repeat(padding)}}`, 1_000);
    if (limit === undefined) await setting;
    else await assert.rejects(setting, { name: "LimitExceededError", limit });
    assert.equal(await storage.left(), 0);
  }
});

test("lets only one value be of any size", async () => {
  const value = JSON.stringify(BASE64);
  for (const json of [
    `{"value":${value},"value":${value},"type":"Bytes"}`,
    `{"value":${value},"value":1}`,
    `{${`"value":"${"A".repeat(1_000)}",`.repeat(200)}"type":"Bytes"}`,
  ]) {
    const { storage, put } = service({ maxJsonBytes: 150_000 });
    await assert.rejects(put(json), { name: "LimitExceededError", limit: "maxJsonBytes" });
    assert.equal(await storage.left(), 0);
  }
});

test("counts what is read past, and long names", async () => {
  for (const json of [
    `{"other":${JSON.stringify(BASE64)}}`,
    `{"other":[${"1,".repeat(2_000)}1]}`,
    `{${JSON.stringify(BASE64)}:1}`,
    `{"type":${JSON.stringify(BASE64)}}`,
    " ".repeat(2_000),
  ]) {
    const { put } = service({ maxJsonBytes: 1_000 });
    await assert.rejects(put(json), { name: "LimitExceededError", limit: "maxJsonBytes" });
  }
});

test("keeps nothing of a document that is cut, broken or aborted, and ends its source", async () => {
  const json = JSON.stringify({ value: BASE64, ...FILE });
  const abort = new Error("aborted");
  for (const [text, failure, error] of [
    [json.slice(0, 100_000), undefined, { name: "InvalidVariableError" }],
    [json.slice(0, -1), undefined, { name: "InvalidVariableError" }],
    [`${json.slice(0, -1)},}`, undefined, { name: "InvalidVariableError" }],
    [`${json} x`, undefined, { name: "InvalidVariableError" }],
    [json.slice(0, 100_000), abort, (thrown: unknown) => thrown === abort],
    [json, abort, (thrown: unknown) => thrown === abort],
  ] as const) {
    const storage = new StageKeeper();
    const variables = new ProcessVariables({ storage });
    let ended = 0;
    const body = (async function* () {
      try {
        yield* inChunks(new TextEncoder().encode(text), 5_000);
        if (failure !== undefined) throw failure;
      } finally {
        ended++;
      }
    })();
    await assert.rejects(variables.setFromJson("p", "x", body), error);
    assert.equal(ended, 1);
    assert.equal(await storage.left(), 0);
    assert.equal(await storage.stat("p", "x"), undefined);
  }
});

test("asks for no more than the stage has taken", async () => {
  const storage = new StageKeeper();
  const variables = new ProcessVariables({ storage });
  const chunk = new TextEncoder().encode("AAAA".repeat(4_096));
  const chunks = 400;
  let asked = 0;
  let most = 0;
  let taken = 0;
  const stage = storage.stage.bind(storage);
  storage.stage = (source) =>
    stage(
      (async function* () {
        for await (const bytes of source) {
          yield bytes;
          taken += bytes.length;
          most = Math.max(most, (asked * chunk.length * 3) / 4 - taken);
        }
      })(),
    );
  const body = (async function* () {
    yield new TextEncoder().encode('{"value":"');
    for (; asked < chunks; asked++) yield chunk;
    yield new TextEncoder().encode('","type":"Bytes"}');
  })();
  const { record } = await variables.setFromJson("p", "x", body);
  assert.equal(record?.size, chunks * 12_288);
  assert.equal(most <= 5 * 12_288, true, `${most} bytes were waiting`);
});

test("passes on what the storage throws", async () => {
  const failure = new Error("no room");
  const storage = new StageKeeper();
  storage.stage = () => Promise.reject(failure);
  const variables = new ProcessVariables({ storage });
  const json = new TextEncoder().encode(JSON.stringify({ value: BASE64, ...FILE }));
  const setting = variables.setFromJson("p", "x", inChunks(json, 10_000));
  await assert.rejects(setting, (error) => error === failure);
});
