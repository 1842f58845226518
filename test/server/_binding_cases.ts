/** Requests that two bindings might answer differently: every route, method, kind of error, and header field that is read. */
import {
  OverloadedError,
  type ProcessVariablesOptions,
  StorageError,
  type VariableStorage,
} from "../../core/mod.ts";
import { ROUTES } from "../../core/rest/routes/_routes.ts";
import { REST_CASES } from "../rest/cases/all.ts";
import { INSTANCE } from "../rest/rest_case.ts";
import { StorageWrapper } from "../support/storage_wrapper.ts";
import { wrapVariable } from "../support/wrap_variable.ts";
import type { TransportOptions, WireRequest } from "./_client.ts";
import { FORM_TYPE, form } from "./_form.ts";

/** Requests that are sent one after the other to a new server. */
export interface BindingGroup {
  readonly name: string;
  /** In a header field `{V}` means the current version of the variable `v` of the instance `i`. */
  readonly requests: readonly WireRequest[];
  readonly options?: Omit<TransportOptions, "variables" | "log">;
  readonly variables?: Omit<ProcessVariablesOptions, "storage">;
  /** Wraps the storage after it was filled. */
  readonly wrap?: (storage: VariableStorage) => VariableStorage;
}

const JSON_TYPE = { "content-type": "application/json" };
const I = "/process-instance/i/variables";
const DATA = form({ name: "data", content: "new" });

/** The first requests of every group. */
export async function fill(storage: VariableStorage): Promise<void> {
  const large = Buffer.alloc(200_000, "0123456789");
  const file = { filename: "Grüße.png", mimeType: "image/png", encoding: "UTF-8" };
  await storage.apply("i", [
    { op: "put", name: "v", type: "Bytes", valueInfo: {}, content: Buffer.from("0123456789") },
    { op: "put", name: "large", type: "Bytes", valueInfo: {}, content: large },
    { op: "put", name: "file", type: "File", valueInfo: file, content: Buffer.from("png") },
    { op: "put", name: "text", type: "String", valueInfo: {}, content: large },
    { op: "put", name: "json", type: "Json", valueInfo: {}, content: Buffer.from('{"a":1}') },
    { op: "put", name: "null", type: "Null", valueInfo: {}, content: null },
  ]);
}

const BODIES: readonly Partial<WireRequest>[] = [
  {},
  { headers: JSON_TYPE, body: '{"value":1}' },
  { headers: JSON_TYPE, body: '{"modifications":{"w":{"value":1}},"deletions":["json"]}' },
  { headers: JSON_TYPE, body: '{"value":' },
  { headers: { "content-type": "text/plain" }, body: "x" },
  { body: "x" },
  { headers: { "content-type": FORM_TYPE }, body: DATA },
  { headers: { "content-type": FORM_TYPE }, body: DATA.subarray(0, -8) },
  { headers: { "content-type": "multipart/form-data" }, body: DATA },
];

/** Each route with each method and each kind of body, below each base path, and with a slash at its end. */
const OF_ROUTES: readonly WireRequest[] = ROUTES.flatMap(({ path }) => {
  const ids = path.startsWith("/variable-instance") ? ["aQB2", "aQBsYXJnZQ", "x"] : ["i", "none"];
  return ids.flatMap((id) => {
    const filled = path.replace("{id}", id).replace("{varName}", "v");
    return [
      ...["GET", "HEAD", "OPTIONS", "PATCH"].flatMap((method) =>
        ["", "/engine-rest", "/engine-rest/engine/default"].flatMap((base) => [
          { method, path: `${base}${filled}` },
          { method, path: `${base}${filled}/?x=1` },
        ]),
      ),
      ...["PUT", "POST", "DELETE"].flatMap((method) =>
        BODIES.map((body) => ({ ...body, method, path: filled })),
      ),
    ];
  });
});

/** The paths among them that are not below a base path. */
const OF_PLAIN_ROUTES = OF_ROUTES.filter(({ path }) => !path.startsWith("/engine-rest"));

const PATHS: readonly WireRequest[] = [
  "/",
  "/engine-rest",
  "/engine-rest/",
  "/engine-rest/engine/default",
  "/engine-rest/engine/default/",
  "/none",
  "//version",
  `/${I}`,
  `${I}//v`,
  `${I}/%zz`,
  `${I}/%00`,
  `${I}/%ff`,
  `${I}/v;x=1`,
  `${I}/;x`,
  `${I}/a%2Fb`,
  `${I}/%C3%A4`,
  `${I}/${"x".repeat(256)}`,
  `${I}?deserializeValues=false&omitBytes=true`,
  `${I}/json?deserializeValue=false`,
  "/variable-instance?maxResults=2&firstResult=1",
  "/variable-instance?maxResults=-1",
  "/variable-instance?unknown=1",
  "/variable-instance?processInstanceIdIn=i,none&variableName=json",
  "/process-instance?unknown=1",
  "/process-instance/count?unknown=1",
].flatMap((path) => ["GET", "HEAD", "OPTIONS", "DELETE"].map((method) => ({ method, path })));

const READS = [
  `${I}/v`,
  `${I}/v/data`,
  "/execution/i/localVariables/v",
  "/task/i/variables/v/data",
  "/variable-instance/aQB2",
  "/variable-instance/aQB2/data",
];

const CONDITIONS: readonly Readonly<Record<string, string>>[] = [
  { "if-match": '"{V}"' },
  { "if-match": '"x", "{V}"' },
  { "if-match": "*" },
  { "if-match": '"x"' },
  { "if-match": 'W/"{V}"' },
  { "if-match": "{V}" },
  { "if-match": "" },
  { "if-none-match": '"x"' },
  { "if-none-match": '"{V}"' },
  { "if-none-match": 'W/"{V}"' },
  { "if-none-match": "*" },
  { "if-none-match": '"{V}' },
  { "if-match": '"{V}"', "if-none-match": '"{V}"' },
];

const CONDITIONAL: readonly WireRequest[] = CONDITIONS.flatMap((headers) => [
  ...READS.flatMap((path) => ["GET", "HEAD"].map((method) => ({ method, path, headers }))),
  ...[
    { method: "PUT", path: `${I}/v`, headers: JSON_TYPE, body: '{"value":2}' },
    { method: "POST", path: `${I}/v/data`, headers: { "content-type": FORM_TYPE }, body: DATA },
    { method: "POST", path: I, headers: JSON_TYPE, body: '{"deletions":["none"]}' },
    { method: "DELETE", path: `${I}/none`, headers: {} },
    { method: "DELETE", path: "/process-instance/none", headers: {} },
  ].map((write) => ({ ...write, headers: { ...write.headers, ...headers } })),
]);

const RANGES: readonly WireRequest[] = [
  "bytes=0-0",
  "bytes=2-4",
  "bytes=5-",
  "bytes=-4",
  "bytes=-999999",
  "bytes=1-999999",
  "bytes=999999-",
  "bytes=-0",
  "bytes=4-3",
  "bytes=0-1,3-4",
  "lines=0-1",
  "",
].flatMap((range) =>
  [`${I}/v/data`, `${I}/large/data`, `${I}/file/data`, `${I}/null/data`, `${I}/v`].flatMap((path) =>
    [{}, { "if-range": '"{V}"' }, { "if-range": '"x"' }, { "if-none-match": '"{V}"' }].flatMap(
      (fields) =>
        ["GET", "HEAD"].map((method) => ({ method, path, headers: { range, ...fields } })),
    ),
  ),
);

const ORIGINS: readonly Readonly<Record<string, string>>[] = [
  {},
  { origin: "https://app.example" },
  { origin: "HTTPS://APP.example" },
  { origin: "https://evil.example" },
  { origin: "null" },
  { origin: "http://varpost.example" },
  { origin: "https://app.example", "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-origin" },
  { "sec-fetch-site": "none" },
];
const PREFLIGHT = {
  "access-control-request-method": "PUT",
  "access-control-request-headers": "content-type,if-match",
};

const CROSS_SITE: readonly WireRequest[] = ORIGINS.flatMap((origin) =>
  ["varpost.example", "localhost:8080", "[::1]", "evil.example", "VARPOST.example.:80"].flatMap(
    (host) => {
      const headers = { host, ...origin };
      return [
        { path: "/version", headers },
        { path: `${I}/v`, headers },
        { path: `${I}/none`, headers },
        { path: I, headers },
        { method: "HEAD", path: "/process-instance/count", headers },
        { method: "OPTIONS", path: `${I}/v`, headers: { ...headers, ...PREFLIGHT } },
        { method: "OPTIONS", path: "/none", headers: { ...headers, ...PREFLIGHT } },
        {
          method: "PUT",
          path: `${I}/v`,
          headers: { ...headers, ...JSON_TYPE },
          body: '{"value":3}',
        },
        { method: "DELETE", path: `${I}/none`, headers },
      ];
    },
  ),
);

const UPLOAD = { method: "POST", path: `${I}/v/data`, body: DATA };
const FIELDS: readonly WireRequest[] = [
  { expect: "100-continue" },
  { expect: "miracles" },
  { "content-encoding": "gzip" },
  { "content-encoding": "Identity" },
  { "transfer-encoding": "chunked" },
  { "transfer-encoding": "gzip, chunked" },
  { accept: "text/html" },
  { "accept-encoding": "gzip, br" },
  { "content-type": `${FORM_TYPE}; charset=utf-8` },
  { "content-type": `${FORM_TYPE}; charset=none` },
  { "content-type": FORM_TYPE.toUpperCase() },
].map((headers) => ({ ...UPLOAD, headers: { "content-type": FORM_TYPE, ...headers } }));

/** Cuts bytes into pieces of 40. The result may be iterated twice. */
function inPieces(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  return {
    async *[Symbol.asyncIterator]() {
      for (let at = 0; at < bytes.length; at += 40) yield bytes.subarray(at, at + 40);
    },
  };
}

/** Bodies without a `Content-Length`, and lengths that are too large. */
const LENGTHS: readonly WireRequest[] = [
  { ...UPLOAD, headers: { "content-type": FORM_TYPE }, body: inPieces(DATA) },
  { ...UPLOAD, headers: { "content-type": FORM_TYPE }, body: inPieces(DATA.subarray(0, -8)) },
  ...[10, 100, 1_000, 10_000].flatMap((length) => {
    const content = Buffer.alloc(length, "x");
    const value = JSON.stringify({ value: content.toString() });
    const headers = { "content-type": FORM_TYPE };
    const body = form({ name: "data", content });
    const text = form({ name: "data", content: "x" }, { name: "valueType", content });
    return [
      { ...UPLOAD, headers, body },
      { ...UPLOAD, headers, body: inPieces(body) },
      { ...UPLOAD, headers, body: text },
      { method: "PUT", path: `${I}/v`, headers: JSON_TYPE, body: value },
      { method: "PUT", path: `${I}/v`, headers: JSON_TYPE, body: inPieces(Buffer.from(value)) },
      { method: "POST", path: I, headers: JSON_TYPE, body: `{"modifications":{"w":${value}}}` },
    ];
  }),
];

/** A storage that fails with each error that has an answer, and with a fault. The name of the variable selects the error. */
class FailingStorage extends StorageWrapper {
  override async stat(id: string, name: string): ReturnType<StorageWrapper["stat"]> {
    throwFor(name);
    return super.stat(id, name);
  }

  override async open(id: string, name: string): ReturnType<StorageWrapper["open"]> {
    throwFor(name);
    const variable = await super.open(id, name === "breaks" ? "large" : name);
    if (variable === undefined || name !== "breaks") return variable;
    return wrapVariable(variable, { read: () => breaking(variable.read()) });
  }

  override async apply(
    ...[id, changes]: Parameters<StorageWrapper["apply"]>
  ): ReturnType<StorageWrapper["apply"]> {
    for (const change of changes) if (change.op !== "clear") throwFor(change.name);
    return super.apply(id, changes);
  }

  override async list(
    ...args: Parameters<StorageWrapper["list"]>
  ): ReturnType<StorageWrapper["list"]> {
    throwFor(args[0]);
    return super.list(...args);
  }
}

async function* breaking(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let count = 0;
  for await (const chunk of bytes) {
    yield chunk;
    if (++count === 2) throw new Error("The disk is gone");
  }
}

function throwFor(name: string): void {
  if (name === "fault") throw new Error("secret");
  if (name === "full") throw new StorageError("full", "The disk is full");
  if (name === "away") throw new StorageError("unavailable", "Cannot reach db1.internal");
  if (name === "lost") {
    throw new StorageError("unavailable", "Cannot commit on db1.internal", { mayBeStored: true });
  }
  if (name === "corrupt") throw new StorageError("corrupt", "The store is corrupt");
  if (name === "overloaded")
    throw new OverloadedError("Cannot read the JSON: too much is being read");
}

const FAILING: readonly WireRequest[] = [
  "fault",
  "full",
  "away",
  "lost",
  "corrupt",
  "overloaded",
  "breaks",
].flatMap((name) => [
  ...["GET", "HEAD"].flatMap((method) => [
    { method, path: `${I}/${name}` },
    { method, path: `${I}/${name}/data` },
    { method, path: `/process-instance/${name}/variables` },
    { method, path: `/variable-instance?processInstanceIdIn=${name}` },
  ]),
  { method: "PUT", path: `${I}/${name}`, headers: JSON_TYPE, body: '{"value":1}' },
  { method: "DELETE", path: `${I}/${name}` },
  { ...UPLOAD, path: `${I}/${name}/data`, headers: { "content-type": FORM_TYPE } },
  {
    method: "POST",
    path: I,
    headers: JSON_TYPE,
    body: JSON.stringify({ modifications: { [name]: { value: 1 } } }),
  },
]);

/** The requests that the engine answers, too. Paths with dots are left out, since a Fetch handler never gets them. */
const OF_ENGINE: readonly WireRequest[] = REST_CASES.flatMap(({ steps }) => [
  ...steps.map(([request]) => request),
  { method: "DELETE", path: `/process-instance/${INSTANCE}` },
])
  .filter(({ path }) => !/\/(\.|%2e)+(\/|$)/i.test(path))
  .map((request) => ({
    ...request,
    path: `/engine-rest${request.path.replaceAll(INSTANCE, "i")}`,
  }));

const UNKNOWN = { resolveScope: () => undefined };

export const BINDING_GROUPS: readonly BindingGroup[] = [
  { name: "routes, methods and bodies", requests: OF_ROUTES },
  { name: "paths and queries", requests: PATHS },
  { name: "conditions", requests: CONDITIONAL },
  { name: "ranges", requests: RANGES },
  { name: "header fields of a body", requests: FIELDS },
  {
    name: "limits",
    requests: LENGTHS,
    variables: { limits: { maxValueBytes: 1_000, maxJsonBytes: 500, maxTextBytes: 100 } },
  },
  { name: "origins", requests: CROSS_SITE },
  {
    name: "origins and hosts that are allowed",
    requests: CROSS_SITE,
    options: { allowedOrigins: ["https://app.example"], allowedHosts: ["varpost.example"] },
  },
  { name: "scopes that are not known", requests: OF_PLAIN_ROUTES, options: UNKNOWN },
  {
    name: "instances that are not known",
    requests: OF_PLAIN_ROUTES,
    variables: { resolveInstance: () => undefined },
  },
  {
    name: "storages that fail",
    requests: FAILING,
    wrap: (storage) => new FailingStorage(storage),
  },
  { name: "what the engine answers, too", requests: OF_ENGINE },
];
