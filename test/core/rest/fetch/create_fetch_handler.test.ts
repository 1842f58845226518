import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import { type OpenVariable, ProcessVariables, type VariableStorage } from "../../../../core/mod.ts";
import {
  createFetchHandler,
  type FetchHandler,
} from "../../../../core/rest/fetch/create_fetch_handler.ts";
import type { FetchHandlerOptions } from "../../../../core/rest/fetch/fetch_handler_options.ts";
import type { StagedContent } from "../../../../core/storage/storage.ts";
import { FORM_TYPE, form } from "../../../server/_form.ts";
import { BLOCK, MadeVariables } from "../../../server/_made_variables.ts";
import { STORAGES } from "../../../server/_storages.ts";
import type { LogLine } from "../../../server/_with_server.ts";
import { StageKeeper } from "../../../support/stage_keeper.ts";
import { suite } from "../../../support/suite.ts";
import { manyTurns, until } from "../../../support/until.ts";

const VARIABLE = "http://localhost/process-instance/i/variables/v";
const DATA = `${VARIABLE}/data`;
const JSON_TYPE = { "content-type": "application/json" };
const LARGE = form({ name: "data", content: Buffer.alloc(1_000_000, "new") });

interface Service {
  readonly handler: FetchHandler;
  readonly storage: VariableStorage;
  readonly logged: readonly LogLine[];
}

/** Makes a handler with its own storage and log. */
function serve(
  storage: VariableStorage = new MemoryStorage(),
  options: Partial<FetchHandlerOptions> = {},
): Service {
  const logged: LogLine[] = [];
  const handler = createFetchHandler({
    variables: new ProcessVariables({ storage }),
    log: (level, message, fields = {}) => void logged.push({ level, message, fields }),
    ...options,
  });
  return { handler, storage, logged };
}

function put(value: unknown, url = VARIABLE): Request {
  return new Request(url, {
    method: "PUT",
    headers: JSON_TYPE,
    body: JSON.stringify({ value }),
  });
}

function post(
  body: Buffer | ReadableStream<Uint8Array>,
  signal: AbortSignal | null = null,
): Request {
  const headers = { "content-type": FORM_TYPE };
  return new Request(DATA, { method: "POST", headers, body, duplex: "half", signal });
}

/** A storage that stages as slowly as it is told. It counts the stages that still run. */
class StageWatcher extends StageKeeper {
  running = 0;
  /** Awaited after each chunk. */
  pace: () => Promise<void> = async () => {};

  override async stage(source: AsyncIterable<Uint8Array>): Promise<StagedContent> {
    this.running++;
    try {
      return await super.stage(this.#slowly(source));
    } finally {
      this.running--;
    }
  }

  async *#slowly(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      yield chunk;
      await this.pace();
    }
  }
}

const bodies = suite("createFetchHandler(): bodies");

bodies("stores an upload and reads it back", async () => {
  const { handler, logged } = serve();
  const posted = await handler(post(LARGE));
  assert.deepEqual([posted.status, posted.body], [204, null]);
  const read = await handler(new Request(DATA));
  assert.equal(read.headers.get("content-length"), "1000000");
  assert.ok(Buffer.alloc(1_000_000, "new").equals(Buffer.from(await read.arrayBuffer())));
  assert.deepEqual(logged, []);
});

bodies("takes an upload no faster than the storage does", async () => {
  const storage = new StageWatcher();
  const { handler } = serve(storage);
  const waiting: (() => void)[] = [];
  storage.pace = () => new Promise((resolve) => waiting.push(resolve));
  let pulled = 0;
  const chunks = async function* () {
    for (let at = 0; at < LARGE.length; at += 10_000) {
      pulled++;
      yield LARGE.subarray(at, at + 10_000);
    }
  };
  const answer = handler(post(ReadableStream.from(chunks())));
  await until(() => waiting.length === 1);
  await manyTurns();
  const before = pulled;
  // The chunks that are held in memory before staging begins, and one more.
  assert.ok(before <= 8, `${before} chunks of 10 KB were pulled, though the storage took one`);
  for (let chunk = 1; chunk <= 10; chunk++) {
    waiting.at(-1)?.();
    await until(() => waiting.length === chunk + 1);
    await manyTurns();
    assert.ok(pulled <= before + chunk);
  }
  storage.pace = async () => {};
  waiting.at(-1)?.();
  assert.equal((await answer).status, 204);
  assert.equal(pulled, Math.ceil(LARGE.length / 10_000));
});

bodies("gives a download no faster than it is read", async () => {
  const variables = new MadeVariables(64);
  const { handler } = serve(undefined, { variables });
  const { body } = await handler(new Request(DATA));
  assert.ok(body !== null);
  const reader = body.getReader();
  await manyTurns();
  assert.equal(variables.read, 1);
  for (let blocks = 1; blocks <= 64; blocks++) {
    const { value } = await reader.read();
    assert.ok(BLOCK.equals(Buffer.from(value ?? [])));
    await manyTurns();
    assert.equal(variables.read, blocks);
  }
  assert.equal((await reader.read()).done, true);
  assert.equal(variables.closed, 1);
});

bodies("has no body where HTTP has none", async () => {
  const { handler } = serve();
  const { headers } = await handler(put("x"));
  const etag = headers.get("etag") ?? "";
  for (const [method, fields, status] of [
    ["HEAD", {}, 200],
    ["OPTIONS", {}, 204],
    ["GET", { "if-none-match": etag }, 304],
    ["DELETE", {}, 204],
    ["HEAD", {}, 404],
  ] as const) {
    const answer = await handler(new Request(VARIABLE, { method, headers: fields }));
    assert.deepEqual([answer.status, answer.body], [status, null], method);
  }
});

for (const [name, withStorage] of STORAGES) {
  bodies(`gives copies of what is kept in ${name}, to every reader`, () =>
    withStorage(async (storage) => {
      const { handler } = serve(storage);
      const pool = Buffer.from("in Node's pool");
      for (const size of [10, 16_384, 300_000]) {
        const content = Buffer.alloc(size, "content");
        await storage.apply("i", [{ op: "put", name: "v", type: "Bytes", valueInfo: {}, content }]);
        for (const mode of ["default", "byob", "default"] as const) {
          const { body } = await handler(new Request(DATA));
          assert.ok(body !== null);
          const read = mode === "byob" ? await overwriteByob(body) : await overwrite(body);
          assert.ok(content.equals(read), `${size} ${mode}`);
          assert.ok(content.equals(Buffer.alloc(size, "content")));
        }
      }
      assert.equal(pool.toString(), "in Node's pool");
    }),
  );
}

/** Reads everything, and overwrites each chunk after it was read. */
async function overwrite(body: ReadableStream<Uint8Array>): Promise<Buffer> {
  const read: Buffer[] = [];
  for await (const chunk of body) {
    read.push(Buffer.from(chunk));
    new Uint8Array(chunk.buffer).fill(0);
  }
  return Buffer.concat(read);
}

async function overwriteByob(body: ReadableStream<Uint8Array>): Promise<Buffer> {
  const reader = body.getReader({ mode: "byob" });
  const read: Buffer[] = [];
  let memory = new Uint8Array(1_000);
  for (;;) {
    const { done, value } = await reader.read(memory);
    if (done) return Buffer.concat(read);
    read.push(Buffer.from(value));
    memory = new Uint8Array(value.buffer).fill(0);
  }
}

const faults = suite("createFetchHandler(): requests that cannot be read");

faults("are a fault that is told clearly, if something has read of them before", async () => {
  for (const read of [
    (request: Request) => request.text(),
    (request: Request) => request.body?.getReader().read(),
    (request: Request) => request.body?.getReader(),
  ]) {
    for (const request of [put("x"), post(LARGE)]) {
      const { handler, storage, logged } = serve();
      await read(request);
      const answer = await handler(request);
      assert.equal(answer.status, 500);
      const [line] = logged;
      assert.equal(logged.length, 1);
      assert.equal(line?.level, "error");
      assert.match(String(line?.fields["fault"]), /TypeError: .*request\.json\(\).*clone/);
      assert.ok((await answer.text()).includes(String(line?.fields["id"])));
      assert.deepEqual(await storage.instances(), []);
    }
  }
});

faults("are refused if their stream fails, and the log has the cause", async () => {
  const cause = new Error("secret");
  const storage = new StageWatcher();
  const { handler, logged } = serve(storage);
  for (const length of [0, 100, 500_000]) {
    const chunks = async function* () {
      yield LARGE.subarray(0, length);
      throw cause;
    };
    const answer = await handler(post(ReadableStream.from(chunks())));
    assert.equal(answer.status, 400);
    const { type, message } = JSON.parse(await answer.text());
    assert.equal(type, "ClientErrorException");
    assert.match(message, /its stream failed/);
    const line = logged.at(-1);
    assert.deepEqual([line?.level, line?.fields["fault"]], ["debug", cause]);
  }
  assert.deepEqual([storage.running, await storage.left()], [0, 0]);
  assert.deepEqual(await storage.instances(), []);
});

faults("are a TypeError if they are something else, such as a framework's own", async () => {
  const { handler } = serve();
  for (const given of [undefined, null, "http://localhost/", new URL(DATA), { req: put("x") }]) {
    await assert.rejects(
      Promise.resolve(Reflect.apply(handler, undefined, [given])),
      /^TypeError: Cannot answer the request: it is .*; pass a Request, as in '\(c\) => handler\(c\.req\.raw\)' in hono$/,
    );
  }
});

const leaving = suite("createFetchHandler(): clients that go");

leaving("before they are heard have nothing done", async () => {
  const { handler, storage, logged } = serve();
  const answer = await handler(new Request(put("x"), { signal: AbortSignal.abort() }));
  assert.deepEqual([answer.status, answer.body], [499, null]);
  assert.deepEqual(await storage.instances(), []);
  assert.deepEqual(logged, []);
});

leaving("during an upload leave the old value, and no stage", async () => {
  const storage = new StageWatcher();
  const { handler, logged } = serve(storage);
  await handler(put("old"));
  const before = await storage.list("i");
  for (const length of [0, 100, 200_000, LARGE.length]) {
    const controller = new AbortController();
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      start(stream) {
        if (length > 0) stream.enqueue(LARGE.subarray(0, length));
      },
      cancel() {
        cancelled = true;
      },
    });
    const answer = handler(post(body, controller.signal));
    await manyTurns();
    controller.abort();
    assert.equal((await answer).status, 499);
    await until(async () => storage.running === 0 && (await storage.left()) === 0);
    assert.ok(cancelled);
    assert.deepEqual(await storage.list("i"), before);
  }
  assert.equal(storage.count, 1);
  assert.deepEqual(logged, []);
});

leaving("before or while they read have the version released", async () => {
  for (const reads of [0, 1, 2]) {
    for (const leave of ["abort", "cancel"] as const) {
      const variables = new MadeVariables(64);
      const { handler, logged } = serve(undefined, { variables });
      const controller = new AbortController();
      const { body } = await handler(new Request(DATA, { signal: controller.signal }));
      const reader = body?.getReader();
      for (let read = 0; read < reads; read++) await reader?.read();
      if (leave === "cancel") await reader?.cancel();
      else {
        controller.abort();
        await assert.rejects(reader?.read() ?? Promise.resolve(), /ClientAbortError/);
      }
      await until(() => variables.closed === 1);
      assert.equal(variables.read, Math.max(reads, 1));
      assert.deepEqual(logged, []);
    }
  }
});

leaving("while their version is opened have it released, too", async () => {
  const controller = new AbortController();
  const variables = new (class extends MadeVariables {
    override async openBinary(): Promise<OpenVariable> {
      controller.abort();
      return super.openBinary();
    }
  })(64);
  const { handler } = serve(undefined, { variables });
  await handler(new Request(DATA, { signal: controller.signal }));
  await until(() => variables.closed === 1);
});

leaving("after the whole answer leave nothing to do", async () => {
  const variables = new MadeVariables(3);
  const { handler, logged } = serve(undefined, { variables });
  const controller = new AbortController();
  const answer = await handler(new Request(DATA, { signal: controller.signal }));
  assert.equal((await answer.arrayBuffer()).byteLength, 3 * BLOCK.length);
  controller.abort();
  await manyTurns();
  assert.deepEqual([variables.closed, logged], [1, []]);
});

leaving("without a word have the version released once the answer is collected", async () => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const variables = new MadeVariables(64);
  const { handler } = serve(undefined, { variables });
  await forget(handler, new AbortController().signal);
  await until(() => {
    collect();
    return variables.closed === 1;
  });
  assert.equal(variables.read, 1);
});

/** A separate function, so that no variable refers to the answer after it. */
async function forget(handler: FetchHandler, signal: AbortSignal): Promise<void> {
  await handler(new Request(DATA, { signal }));
}

const faulty = suite("createFetchHandler(): answers that fail");

faulty("before the first byte are answers of their own, after it the stream fails", async () => {
  for (const failing of [0, 1, 5]) {
    const variables = new MadeVariables(64, failing);
    const { handler, logged } = serve(undefined, { variables });
    const answer = await handler(new Request(DATA));
    assert.equal(answer.status, failing === 0 ? 500 : 200);
    if (failing > 0) await assert.rejects(answer.arrayBuffer());
    assert.equal(variables.closed, 1);
    assert.equal(logged.length, 1);
    assert.match(String(logged[0]?.fields["fault"]), /The disk is gone/);
  }
});

const many = suite("createFetchHandler(): requests at the same time");

many("do not get into each other's way", async () => {
  const { handler, storage } = serve();
  const values = Array.from({ length: 100 }, (_, index) => "v".repeat(index * 1_000));
  const url = (index: number) => `http://localhost/process-instance/i/variables/v${index}`;
  const puts = await Promise.all(values.map((value, index) => handler(put(value, url(index)))));
  assert.deepEqual(new Set(puts.map(({ status }) => status)), new Set([204]));
  const answers = await Promise.all(values.map((_, index) => handler(new Request(url(index)))));
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  assert.deepEqual(
    texts.map((text) => JSON.parse(text).value),
    values,
  );
  assert.equal((await storage.list("i")).length, 100);
});

const paths = suite("createFetchHandler(): paths");

paths("are below the base path, with or without a slash at its end", async () => {
  for (const basePath of ["/api/camunda", "/api/camunda/"]) {
    const { handler } = serve(undefined, { basePath });
    for (const [path, status] of [
      ["/api/camunda/version", 200],
      ["/api/camunda/engine-rest/version?x=1", 200],
      ["/api/camunda/process-instance/i/variables/a%2Fb", 404],
    ] as const) {
      const answer = await handler(new Request(`http://localhost${path}`));
      assert.equal(answer.status, status, path);
    }
    for (const path of ["", "/"]) {
      const init = { method: "OPTIONS" };
      const whole = await handler(new Request(`http://localhost/api/camunda${path}`, init));
      assert.equal(whole.headers.get("allow"), "GET, POST, HEAD, PUT, DELETE, OPTIONS");
    }
  }
});

paths("outside of the base path are not found", async () => {
  const { handler, logged } = serve(undefined, { basePath: "/api" });
  for (const path of ["/version", "/", "/apiary/version", "//api/version"]) {
    for (const method of ["GET", "PUT", "OPTIONS"]) {
      const answer = await handler(new Request(`http://localhost${path}`, { method }));
      assert.equal(answer.status, 404);
      assert.equal(answer.headers.get("content-type"), "application/json");
      assert.deepEqual(JSON.parse(await answer.text()), {
        type: "NotFoundException",
        message: "Cannot find a resource of this path: it is not below '/api' (basePath)",
        code: null,
      });
      const line = logged.at(-1);
      assert.deepEqual([line?.level, line?.fields["url"]], ["debug", path]);
    }
  }
});

paths("are those that Request has normalised", async () => {
  const { handler, storage } = serve();
  for (const [sent, name] of [
    ["..%2F", "../"],
    ["a%2e", "a."],
    ["...", "..."],
  ] as const) {
    const url = `http://localhost/process-instance/i/variables/${sent}`;
    assert.equal((await handler(put("x", url))).status, 204);
    assert.notEqual(await storage.stat("i", name), undefined);
  }
  for (const sent of [".", "..", "%2e", "%2E%2e", "a\\b"]) {
    const url = `http://localhost/process-instance/i/variables/${sent}`;
    assert.notEqual((await handler(put("x", url))).status, 204, sent);
  }
});

const hosts = suite("createFetchHandler(): hosts and origins");

hosts("are all served, unless some are named", async () => {
  const version = (host: string) => new Request(`http://${host}/version`);
  const open = serve();
  assert.equal((await open.handler(version("any.example"))).status, 200);
  const closed = serve(undefined, { allowedHosts: ["varpost.example"] });
  for (const [host, status] of [
    ["varpost.example", 200],
    ["varpost.example:8443", 200],
    ["localhost", 200],
    ["any.example", 403],
  ] as const) {
    assert.equal((await closed.handler(version(host))).status, status, host);
  }
});

hosts("are the same origin if the request has it in its URL", async () => {
  const { handler } = serve();
  for (const [url, origin, status] of [
    ["http://localhost", "http://localhost", 204],
    ["https://app.example", "https://app.example", 204],
    ["http://localhost:8080", "http://localhost:8080", 204],
    ["http://localhost:8080", "http://localhost", 403],
    ["http://localhost", "https://evil.example", 403],
  ] as const) {
    const request = put("x", `${url}/process-instance/i/variables/v`);
    request.headers.set("origin", origin);
    assert.equal((await handler(request)).status, status, `${origin} on ${url}`);
  }
});

const options = suite("createFetchHandler(): options");

options("that are misspelt or of a wrong kind are TypeErrors that say what to write", () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  for (const [given, message] of [
    [undefined, /^Cannot call 'createFetchHandler': 'variables' is undefined; pass/],
    [{}, /^Cannot call 'createFetchHandler': 'variables' is undefined; pass/],
    [
      { variables, basepath: "/api" },
      /^Cannot use the options of createFetchHandler: there is no 'basepath'; did you mean 'basePath'\?$/,
    ],
    [
      { variables, allowedHost: [] },
      /^Cannot use the options of createFetchHandler: .*did you mean 'allowedHosts'\?$/,
    ],
    [{ variables, idleMs: 1 }, /^Cannot use the options of createFetchHandler: .*'idleMs'/],
    [{ variables, allowedHosts: "localhost" }, /^Cannot use 'allowedHosts': it is a string; pass/],
    [{ variables, allowedHosts: ["a:80"] }, /^Cannot allow host 'a:80'/],
    [{ variables, basePath: "api" }, /^Cannot set 'basePath' to 'api'/],
  ] as const) {
    assert.throws(
      () => Reflect.apply(createFetchHandler, undefined, [given]),
      (error: unknown) => error instanceof TypeError && message.test(error.message),
      String(message),
    );
  }
});

options("without a log have the console", async () => {
  const variables = new MadeVariables(2, 0);
  const handler = createFetchHandler({ variables });
  const { error } = console;
  const lines: unknown[][] = [];
  console.error = (...line) => lines.push(line);
  try {
    assert.equal((await handler(new Request(DATA))).status, 500);
  } finally {
    console.error = error;
  }
  assert.equal(lines.length, 1);
  assert.match(String(lines[0]?.[0]), /Cannot serve a request/);
});
