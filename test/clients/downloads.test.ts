/** What the clients that exist ask for, and what they would stumble over. */
import assert from "node:assert/strict";
import { ProcessVariables } from "../../core/mod.ts";
import type { Send, WireAnswer, WireRequest } from "../server/_client.ts";
import { OVER_SOCKET } from "../server/_node_transports.ts";
import { withOneStorage } from "../server/_storages.ts";
import { suite } from "../support/suite.ts";

const test = suite("downloads");

const BYTES = Buffer.from([0, 255, 13, 10]);
const FILE = { filename: "Grüße.png", mimeType: "image/png", encoding: "UTF-8" };
const BASE = "/engine-rest/process-instance/i/variables";

function withVariables(run: (send: Send) => Promise<void>): Promise<void> {
  return withOneStorage(async (storage) => {
    await storage.apply("i", [
      { op: "put", name: "file", type: "File", valueInfo: FILE, content: BYTES },
      { op: "put", name: "bytes", type: "Bytes", valueInfo: {}, content: BYTES },
      { op: "put", name: "empty", type: "Bytes", valueInfo: {}, content: null },
      { op: "put", name: "text", type: "String", valueInfo: {}, content: Buffer.from("ü") },
      { op: "put", name: "null", type: "Null", valueInfo: {}, content: null },
    ]);
    await OVER_SOCKET.withServer({ variables: new ProcessVariables({ storage }) }, ({ send }) =>
      run(send),
    );
  });
}

interface Download extends WireRequest {
  readonly client: string;
  readonly variable: "file" | "bytes";
}

const DOWNLOADS: readonly Download[] = [
  {
    client: "the JavaScript worker: a local variable of an execution, compressed if possible",
    path: "/engine-rest/execution/i/localVariables/file/data",
    headers: { "accept-encoding": "gzip, deflate, br" },
    variable: "file",
  },
  {
    client: "the Java worker: a content type on the GET",
    path: `${BASE}/file/data`,
    headers: { "content-type": "application/json", "accept-encoding": "gzip, x-gzip, deflate" },
    variable: "file",
  },
  {
    client: "a client generated from OpenAPI: Accept for JSON and text",
    path: `${BASE}/bytes/data`,
    headers: { accept: "application/json, text/plain, */*" },
    variable: "bytes",
  },
  {
    client: "CIB seven: Accept that is not the file's type",
    path: `${BASE}/file/data`,
    headers: { accept: "application/octet-stream" },
    variable: "file",
  },
  {
    client: ".NET: Accept for JSON alone",
    path: `${BASE}/file/data`,
    headers: { accept: "application/json" },
    variable: "file",
  },
  {
    client: "camunda-bpm-sdk-js: the link to a File of a task",
    path: "/engine-rest/task/i/variables/file/data",
    variable: "file",
  },
  {
    client: "camunda-bpm-sdk-js: the link to a Bytes of a task",
    path: "/engine-rest/task/i/variables/bytes/data",
    variable: "bytes",
  },
  {
    client: "camunda-client-go, pycamunda: without the base path",
    path: "/process-instance/i/variables/bytes/data",
    variable: "bytes",
  },
  {
    client: "Cockpit: an engine by its name",
    path: "/engine-rest/engine/default/process-instance/i/variables/file/data",
    variable: "file",
  },
];

for (const { client, variable, ...request } of DOWNLOADS) {
  test(`by ${client}`, () =>
    withVariables(async (send) => checkBytes(await send(request), variable)));
}

test("by Cockpit: a variable instance, found in the list of an instance's", () =>
  withVariables(async (send) => {
    const path = "/engine-rest/variable-instance?processInstanceIdIn=i&deserializeValues=false";
    const found: { id: string; name: string }[] = json(await send({ path }));
    for (const name of ["file", "bytes"] as const) {
      const id = found.find((variable) => variable.name === name)?.id ?? "";
      checkBytes(await send({ path: `/engine-rest/variable-instance/${id}/data` }), name);
    }
  }));

test("by the Python worker: the JSON of a variable tells what its bytes are", () =>
  withVariables(async (send) => {
    const expected = { type: "File", value: null, valueInfo: FILE };
    assert.deepEqual(json(await send({ path: `${BASE}/file` })), expected);
    checkBytes(await send({ path: `${BASE}/file/data` }), "file");
  }));

test("by CIB seven: value info is an object, whatever the type", () =>
  withVariables(async (send) => {
    const all: Record<string, { valueInfo: unknown }> = json(await send({ path: BASE }));
    const path = "/variable-instance";
    const listed: { valueInfo: unknown }[] = json(await send({ path }));
    const single = await Promise.all(
      Object.keys(all).map(async (name) => json(await send({ path: `${BASE}/${name}` }))),
    );
    const infos = [...Object.values(all), ...listed, ...single].map(({ valueInfo }) => valueInfo);
    assert.equal(infos.length, 15);
    for (const info of infos) assert.ok(typeof info === "object" && info !== null);
  }));

test("of a null are empty, without a name", () =>
  withVariables(async (send) => {
    const { status, headers, body } = await send({ path: `${BASE}/empty/data` });
    assert.deepEqual([status, body.length], [200, 0]);
    assert.equal(headers["content-disposition"], undefined);
  }));

const FORM = { "content-type": "multipart/form-data" };

/** The Go client compares the type of an error with `==`, the Java worker reads every answer from 300 on as this JSON. */
const REFUSED: readonly (readonly [status: number, request: WireRequest])[] = [
  [400, { path: `${BASE}/text/data` }],
  [400, { path: `${BASE}/%zz/data` }],
  [400, { method: "POST", path: `${BASE}/file/data`, headers: FORM }],
  [404, { path: `${BASE}/none/data`, headers: { "content-type": "application/json" } }],
  [404, { path: "/engine-rest/external-task/fetchAndLock" }],
  [405, { method: "PATCH", path: `${BASE}/file/data` }],
  [412, { path: `${BASE}/file/data`, headers: { "if-match": '"0"' } }],
  [415, { method: "POST", path: `${BASE}/file/data` }],
  [416, { path: `${BASE}/file/data`, headers: { range: "bytes=4-" } }],
  [417, { method: "POST", path: `${BASE}/file/data`, headers: { ...FORM, expect: "tea" } }],
];

test("that are refused say so in the engine's JSON, of exactly its media type", () =>
  withVariables(async (send) => {
    for (const [status, request] of REFUSED) {
      const answer = await send({ headers: { accept: "application/octet-stream" }, ...request });
      const what = `${request.method ?? "GET"} ${request.path}`;
      assert.equal(answer.status, status, what);
      assert.equal(answer.headers["content-type"], "application/json", what);
      const error = JSON.parse(answer.body.toString());
      assert.deepEqual(Object.keys(error), ["type", "message", "code"], what);
    }
  }));

function checkBytes({ status, headers, body }: WireAnswer, variable: Download["variable"]): void {
  assert.equal(status, 200);
  assert.deepEqual(body, BYTES);
  assert.equal(headers["content-length"], "4");
  assert.equal(headers["content-encoding"], undefined);
  assert.deepEqual(
    [headers["content-type"], headers["content-disposition"]],
    variable === "bytes"
      ? ["application/octet-stream", undefined]
      : [
          "image/png; charset=UTF-8",
          "attachment; filename=\"Gr??e.png\"; filename*=UTF-8''Gr%C3%BC%C3%9Fe.png",
        ],
  );
}

function json({ status, headers, body }: WireAnswer) {
  assert.deepEqual([status, headers["content-type"]], [200, "application/json"]);
  return JSON.parse(body.toString());
}
