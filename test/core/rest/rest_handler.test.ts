import assert from "node:assert/strict";
import { MemoryStorage } from "../../../adapters/memory.ts";
import { ProcessVariables } from "../../../core/mod.ts";
import {
  ClientAbortError,
  createRestHandler,
  type RestBody,
  RestError,
  type RestHandler,
  type RestOptions,
  type RestResponse,
} from "../../../core/rest/mod.ts";
import type { OpenVariable } from "../../../core/storage/storage.ts";
import { fromAsync } from "../../support/from_async.ts";
import { suite } from "../../support/suite.ts";
import { restRequest } from "./_rest_request.ts";

const test = suite("createRestHandler()");

const PATH = "/process-instance/i/variables/v";
const LARGE = new Uint8Array(1_000_000).fill(97);

/** The storage yields pieces of this many bytes. */
const PIECE_BYTES = 65_536;

interface Subject {
  readonly handle: RestHandler;
  readonly storage: CountingStorage;
  readonly logged: (readonly [level: string, message: string, fault: unknown])[];
}

/** A storage that counts its open variables. */
class CountingStorage extends MemoryStorage {
  held = 0;
  /** The step that fails. */
  failing: "close" | "second chunk" | undefined;

  override async open(instanceId: string, name: string): Promise<OpenVariable | undefined> {
    const variable = await super.open(instanceId, name);
    if (variable === undefined) return undefined;
    this.held++;
    const close = async () => {
      this.held--;
      await variable.close();
      if (this.failing === "close") throw new Error("cannot close");
    };
    return {
      record: variable.record,
      read: (start, end) => this.#read(variable.read(start, end)),
      close,
      [Symbol.asyncDispose]: close,
    };
  }

  async *#read(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
        if (at > 0 && this.failing === "second chunk") throw new Error("cannot read");
        yield chunk.subarray(at, at + PIECE_BYTES);
      }
    }
  }
}

async function subject(options: Partial<RestOptions> = {}): Promise<Subject> {
  const storage = new CountingStorage();
  const put = { op: "put", name: "v", type: "Bytes", valueInfo: {}, content: LARGE } as const;
  await storage.apply("i", [put]);
  const logged: (readonly [string, string, unknown])[] = [];
  const handle = createRestHandler({
    variables: new ProcessVariables({ storage }),
    log: (level, message, fields = {}) => logged.push([level, message, fields["fault"]]),
    ...options,
  });
  return { handle, storage, logged };
}

function bodyOf({ body }: RestResponse): RestBody {
  assert.ok(body !== undefined && !(body instanceof Uint8Array), "the body is not pulled");
  return body;
}

test("holds a value open until its bytes are read to their end", async () => {
  const { handle, storage } = await subject();
  const answer = await handle(restRequest({ target: `${PATH}/data` }));
  assert.deepEqual(
    [answer.status, answer.headers["Content-Length"], storage.held],
    [200, "1000000", 1],
  );
  assert.equal(Buffer.concat(await fromAsync(bodyOf(answer))).compare(LARGE), 0);
  assert.equal(storage.held, 0);
  assert.deepEqual(await bodyOf(answer).next(), { done: true, value: undefined });
});

for (const target of [`${PATH}/data`, PATH]) {
  for (const chunks of [0, 1, 2]) {
    test(`lets the value of ${target} go when its body is ended after ${chunks} chunks`, async () => {
      const { handle, storage, logged } = await subject();
      const body = bodyOf(await handle(restRequest({ target })));
      for (let count = 0; count < chunks; count++) assert.equal((await body.next()).done, false);
      assert.equal(storage.held, 1);
      assert.deepEqual(await body.return(), { done: true, value: undefined });
      assert.deepEqual(await body.next(), { done: true, value: undefined });
      assert.deepEqual([storage.held, logged], [0, []]);
    });
  }

  test(`holds nothing of ${target} open for HEAD, 304 and a refused range`, async () => {
    const { handle, storage } = await subject();
    const { headers } = await handle(restRequest({ target, method: "HEAD" }));
    const etag = headers["ETag"] ?? "";
    const cases: [request: Parameters<typeof restRequest>[0], status: number][] = [
      [{ target, method: "HEAD" }, 200],
      [{ target, headers: { "if-none-match": etag } }, 304],
      [{ target, headers: { "if-match": '"another"' } }, 412],
      [{ target: `${PATH}/data`, headers: { range: "bytes=1000000-" } }, 416],
    ];
    for (const [request, status] of cases) {
      assert.equal((await handle(restRequest(request))).status, status);
      assert.equal(storage.held, 0);
    }
  });
}

test("logs the fault that cuts a body off, and passes it on", async () => {
  const { handle, storage, logged } = await subject();
  storage.failing = "second chunk";
  const answer = await handle(restRequest({ target: `${PATH}/data` }));
  assert.equal(answer.status, 200);
  await assert.rejects(fromAsync(bodyOf(answer)), /cannot read/);
  assert.equal(storage.held, 0);
  const [line] = logged;
  assert.deepEqual([logged.length, line?.[0], line?.[1]], [1, "error", "Cannot serve a request"]);
  assert.ok(line?.[2] instanceof Error);
});

test("gives the whole answer if the value cannot be closed after it, and logs that", async () => {
  const { handle, storage, logged } = await subject();
  storage.failing = "close";
  const whole = await fromAsync(bodyOf(await handle(restRequest({ target: `${PATH}/data` }))));
  assert.equal(Buffer.concat(whole).length, LARGE.length);
  const request = restRequest({ target: `${PATH}/data`, method: "HEAD" });
  assert.equal((await handle(request)).status, 200);
  assert.deepEqual(
    logged.map(([level]) => level),
    ["error", "error"],
  );
});

test("rejects if the client goes while its body is read, and logs nothing", async () => {
  const { handle, logged } = await subject();
  const headers = { "content-type": "application/json" };
  async function* body(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode('{"value":');
    throw new ClientAbortError();
  }
  const request = restRequest({ method: "PUT", target: PATH, headers, body: body() });
  await assert.rejects(handle(request), ClientAbortError);
  assert.deepEqual(logged, []);
});

test("ends a search whose client has gone", async () => {
  const { handle, logged } = await subject();
  const signal = AbortSignal.abort(new ClientAbortError());
  const request = restRequest({ target: "/process-instance/count", signal });
  await assert.rejects(handle(request), ClientAbortError);
  assert.deepEqual(logged, []);
});

test("refuses with what the body throws as a RestError", async () => {
  const { handle } = await subject();
  const headers = { "content-type": "application/json" };
  async function* body(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode('{"value":');
    throw new RestError(408, "ClientErrorException", "too slow", { Connection: "close" });
  }
  const answer = await handle(restRequest({ method: "PUT", target: PATH, headers, body: body() }));
  assert.deepEqual([answer.status, answer.headers["Connection"]], [408, "close"]);
});

test("says headers for other origins first, also with a refusal", async () => {
  const allowedOrigins = ["https://app.example"];
  const { handle } = await subject({ allowedOrigins, allowedHosts: ["varpost.example"] });
  const headers = { origin: "https://app.example", host: "varpost.example" };
  const cors = ["Vary", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers"];
  const names = async (target: string, method = "GET", more: Record<string, string> = {}) =>
    Object.keys(
      (await handle(restRequest({ target, method, headers: { ...headers, ...more } }))).headers,
    );
  assert.deepEqual(await names("/engine"), [
    ...cors,
    "Content-Type",
    "Cache-Control",
    "Content-Length",
  ]);
  assert.deepEqual((await names("/none", "POST")).slice(0, 4), [...cors, "Content-Type"]);
  assert.deepEqual(await names(PATH, "OPTIONS", { "access-control-request-headers": "if-match" }), [
    ...cors,
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Max-Age",
    "Allow",
  ]);
  const answer = await handle(restRequest({ target: "/engine", headers }));
  const exposed = answer.headers["Access-Control-Expose-Headers"];
  assert.equal(exposed, "Content-Disposition, Content-Range, ETag, Retry-After");
  // The host is checked before CORS headers are made.
  assert.ok(!(await names("/engine", "GET", { host: "evil.example" })).includes("Vary"));
});

test("ignores a content length that is not a number", async () => {
  const { handle } = await subject();
  const headers = { "content-type": "application/json", "content-length": "many" };
  const body = new TextEncoder().encode('{"value":1}');
  const request = restRequest({ method: "PUT", target: PATH, headers, body });
  assert.equal((await handle(request)).status, 204);
});

test("has no body for HEAD, and the length of the one for GET", async () => {
  const { handle } = await subject();
  for (const target of ["/engine", "/version", "/openapi.json", "/none", "/process-instance"]) {
    const get = await handle(restRequest({ target }));
    const head = await handle(restRequest({ target, method: "HEAD" }));
    assert.ok(get.body instanceof Uint8Array);
    assert.deepEqual(head, { ...get, body: undefined });
    assert.equal(head.headers["Content-Length"], String(get.body.length));
  }
});

test("writes warnings and errors to the console, unless a log is given", async () => {
  const { error, warn } = console;
  const lines: [level: string, message: unknown][] = [];
  console.error = (message) => lines.push(["error", message]);
  console.warn = (message) => lines.push(["warn", message]);
  try {
    const { handle, storage } = await subject({ log: undefined });
    assert.equal((await handle(restRequest({ target: "/none" }))).status, 404);
    assert.equal(lines.length, 0);
    await storage.close();
    assert.equal((await handle(restRequest({ target: PATH }))).status, 500);
  } finally {
    Object.assign(console, { error, warn });
  }
  assert.deepEqual(lines, [["error", "Cannot serve a request"]]);
});

test("refuses options that are mistakes, and says what to write", () => {
  const call = (options: unknown) => Reflect.apply(createRestHandler, undefined, [options]);
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  assert.throws(() => call(undefined), /Cannot call 'createRestHandler': 'variables' is undefined/);
  assert.throws(() => call({ variables, allowedHost: [] }), /did you mean 'allowedHosts'\?/);
  assert.throws(() => call({ variables, allowedHosts: ["a:1"] }), /Cannot allow host 'a:1'/);
});
