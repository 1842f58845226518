/** What a client over TCP must see of the Fetch handler, whoever serves it. */
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { type IncomingMessage, type RequestOptions, request } from "node:http";
import { buffer, json, text } from "node:stream/consumers";
import { suite } from "../../support/suite.ts";
import { until } from "../../support/until.ts";
import { BOUNDARY, encodeForm } from "../../support/variable_form.ts";
import type { Held } from "../portable/served_app.ts";

/** A server that has just been started. */
export interface ServedApp {
  readonly url: string;
  stop(): Promise<void>;
}

const LARGE = 20 * 1024 * 1024;
const DATA = "/process-instance/p/variables/v/data";
const FORM_TYPE = `multipart/form-data; boundary=${BOUNDARY}`;
const NOTHING_HELD: Held = { stages: 0, versions: 0 };

/**
 * Adds the tests. Each has a server of its own.
 *
 * @param title What serves.
 * @param start Starts a server and hands it on.
 */
export function testServed(
  title: string,
  start: (run: (server: ServedApp) => Promise<void>) => Promise<void>,
): void {
  const add = suite(title);
  const test = (name: string, run: (url: string) => Promise<void>) =>
    add(
      name,
      () =>
        start(async ({ url, stop }) => {
          try {
            await run(url);
            await until(async () => isNothing(await held(url)));
          } finally {
            await stop();
          }
        }),
      { deadline: 60_000 },
    );

  test("takes 20 MB and gives them back, with and without a length", async (url) => {
    const content = randomBytes(LARGE);
    const form = fileForm(content);
    for (const length of [form.length, undefined]) {
      const { statusCode, headers } = await send(url, DATA, { method: "POST" }, form, length);
      assert.deepEqual([statusCode, typeof headers.etag], [204, "string"]);
      const read = await send(url, DATA);
      assert.equal(read.statusCode, 200);
      assert.match(read.headers["content-disposition"] ?? "", /^attachment; filename="a.bin"/);
      assert.equal(digest(await buffer(read)), digest(content));
    }
  });

  test("sends a part, as Range and If-Range say", async (url) => {
    const content = randomBytes(LARGE);
    const { headers } = await send(url, DATA, { method: "POST" }, fileForm(content));
    const cases: [fields: Record<string, string>, status: number, range: string | undefined][] = [
      [{ Range: "bytes=5-9" }, 206, `bytes 5-9/${LARGE}`],
      [{ Range: "bytes=-7" }, 206, `bytes ${LARGE - 7}-${LARGE - 1}/${LARGE}`],
      [{ Range: `bytes=${LARGE - 3}-` }, 206, `bytes ${LARGE - 3}-${LARGE - 1}/${LARGE}`],
      [{ Range: `bytes=${LARGE}-` }, 416, `bytes */${LARGE}`],
      [{ Range: "bytes=5-9", "If-Range": headers.etag ?? "" }, 206, `bytes 5-9/${LARGE}`],
      [{ Range: "bytes=5-9", "If-Range": '"other"' }, 200, undefined],
    ];
    for (const [fields, status, range] of cases) {
      const part = await send(url, DATA, { headers: fields });
      assert.deepEqual([part.statusCode, part.headers["content-range"]], [status, range]);
      const bytes = await buffer(part);
      const [, from, to] = /^bytes (\d+)-(\d+)/.exec(range ?? "") ?? [];
      if (status === 206) assert.deepEqual(bytes, content.subarray(Number(from), Number(to) + 1));
      if (status === 200) assert.equal(digest(bytes), digest(content));
    }
  });

  test("holds conditions", async (url) => {
    const put = (headers: Record<string, string>, value: number) =>
      send(
        url,
        "/process-instance/p/variables/n",
        { method: "PUT", headers: { "Content-Type": "application/json", ...headers } },
        Buffer.from(`{"value":${value},"type":"Integer"}`),
      );
    const first = await put({ "If-None-Match": "*" }, 1);
    assert.equal(first.statusCode, 204);
    const etag = first.headers.etag ?? "";
    assert.equal((await put({ "If-None-Match": "*" }, 2)).statusCode, 412);
    assert.equal((await put({ "If-Match": '"other"' }, 2)).statusCode, 412);
    assert.equal((await put({ "If-Match": etag }, 3)).statusCode, 204);
    assert.equal((await put({ "If-Match": etag }, 4)).statusCode, 412);
    const read = await send(url, "/process-instance/p/variables/n");
    assert.deepEqual(await json(read), { type: "Integer", value: 3, valueInfo: {} });
    const again = await send(url, "/process-instance/p/variables/n", {
      headers: { "If-None-Match": read.headers.etag ?? "" },
    });
    assert.deepEqual([again.statusCode, await text(again)], [304, ""]);
  });

  test("tells errors as the engine does", async (url) => {
    const truncated = encodeForm([{ name: "data", content: "x" }]).subarray(0, -20);
    const cases: [RequestOptions, Uint8Array | undefined, number, string][] = [
      [{ path: DATA }, undefined, 404, "InvalidRequestException"],
      [{ path: "/nowhere" }, undefined, 404, "NotFoundException"],
      [{ path: DATA, method: "PATCH" }, Buffer.of(), 405, "NotAllowedException"],
      [
        { path: DATA, method: "POST", headers: { "Content-Type": "text/plain" } },
        Buffer.from("x"),
        415,
        "NotSupportedException",
      ],
      [{ path: DATA, method: "POST" }, truncated, 400, "RestException"],
    ];
    for (const [options, body, status, type] of cases) {
      const answer = await send(url, String(options.path), options, body);
      assert.equal(answer.statusCode, status, String(options.path));
      const error: unknown = await json(answer);
      assert.ok(typeof error === "object" && error !== null && "type" in error);
      assert.equal(error.type, type);
    }
  });

  test("answers HEAD without a body", async (url) => {
    await send(url, DATA, { method: "POST" }, fileForm(randomBytes(LARGE)));
    const head = await send(url, DATA, { method: "HEAD" });
    const get = await send(url, DATA);
    assert.equal((await buffer(head)).length, 0);
    assert.equal((await buffer(get)).length, LARGE);
    for (const field of ["content-type", "content-disposition", "etag"]) {
      assert.equal(head.headers[field], get.headers[field]);
    }
    const missing = await send(url, "/process-instance/p/variables/other", { method: "HEAD" });
    assert.deepEqual([missing.statusCode, await text(missing)], [404, ""]);
  });

  test("stores nothing of an upload that is aborted", async (url) => {
    const form = fileForm(randomBytes(LARGE));
    const kept = await send(url, DATA, { method: "POST" }, fileForm(Buffer.from("kept")));
    const upload = request(url + DATA, {
      method: "POST",
      headers: { "Content-Type": FORM_TYPE, "Content-Length": form.length },
    });
    const failed = new Promise<void>((resolve) => upload.on("error", () => resolve()));
    await new Promise<void>((resolve) =>
      upload.write(form.subarray(0, LARGE / 2), () => resolve()),
    );
    upload.destroy();
    await failed;
    await until(async () => isNothing(await held(url)));
    const read = await send(url, DATA);
    assert.equal(read.headers.etag, kept.headers.etag);
    assert.equal(await text(read), "kept");
  });

  test("lets go of what a download reads that is cancelled", async (url) => {
    await send(url, DATA, { method: "POST" }, fileForm(randomBytes(LARGE)));
    const download = await send(url, DATA);
    for await (const _ of download) break;
    download.destroy();
    await until(async () => isNothing(await held(url)));
    assert.equal((await buffer(await send(url, DATA))).length, LARGE);
  });

  test("serves many at once", async (url) => {
    const contents = Array.from({ length: 30 }, () => randomBytes(1024 * 1024));
    const path = (i: number) => `/process-instance/p/variables/v${i}/data`;
    const sent = await Promise.all(
      contents.map((content, i) => send(url, path(i), { method: "POST" }, fileForm(content))),
    );
    assert.deepEqual(new Set(sent.map(({ statusCode }) => statusCode)), new Set([204]));
    const read = await Promise.all(contents.map(async (_, i) => buffer(await send(url, path(i)))));
    assert.deepEqual(read.map(digest), contents.map(digest));
    const list = await json(await send(url, "/process-instance/p/variables"));
    assert.equal(Object.keys(Object(list)).length, contents.length);
  });
}

function fileForm(content: Uint8Array): Uint8Array {
  return encodeForm([
    { name: "data", filename: "a.bin", content },
    { name: "valueType", content: "File" },
  ]);
}

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function held(url: string): Promise<unknown> {
  return json(await send(url, "/held"));
}

function isNothing(found: unknown): boolean {
  return JSON.stringify(found) === JSON.stringify(NOTHING_HELD);
}

/** Sends a request by a connection of its own, and gives the head of the answer. A body without a length goes in chunks. */
function send(
  url: string,
  path: string,
  { headers, ...options }: RequestOptions = {},
  body?: Uint8Array,
  length: number | undefined = body?.length,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url + path,
      {
        agent: false,
        headers: {
          ...(body === undefined ? {} : { "Content-Type": FORM_TYPE }),
          ...(length === undefined ? {} : { "Content-Length": length }),
          ...headers,
        },
        ...options,
      },
      resolve,
    );
    sent.on("error", reject);
    if (body !== undefined) sent.write(body);
    sent.end();
  });
}
