import assert from "node:assert/strict";
import type { Send } from "./_client.ts";
import { FORM_TYPE, form } from "./_form.ts";
import { matrix } from "./_matrix.ts";
import type { ErrorBody } from "./_raw_connection.ts";

const PATH = "/process-instance/i/variables/v/data";
const JSON_TYPE = "application/json";
const STRING_INTEGER_MAP = "java.util.HashMap<java.lang.String,java.lang.Integer>";

const DATA = { name: "data", content: "new" };
const TRUNCATED = form(DATA).subarray(0, -8);

function typed(content: string, type: string, contentType = JSON_TYPE): Buffer {
  return form({ name: "data", content, contentType }, { name: "type", content: type });
}

interface Refusal {
  readonly what: string;
  readonly method?: string;
  readonly path?: string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly status: number;
  readonly type: string;
  readonly message: RegExp;
}

const REFUSALS: readonly Refusal[] = [
  {
    what: "a form without data",
    body: form({ name: "valueType", content: "Bytes" }),
    status: 400,
    type: "InvalidRequestException",
    message: /'data'/,
  },
  {
    what: "an unknown variableType",
    body: form(DATA, { name: "variableType", content: "blob" }),
    status: 400,
    type: "RestException",
    message: /^Unsupported value type 'blob'/,
  },
  {
    what: "type with data that is not JSON",
    body: typed("[]", "java.util.ArrayList", "text/plain"),
    status: 400,
    type: "InvalidRequestException",
    message: /^Unrecognized content type for serialized java type: text\/plain/,
  },
  {
    what: "broken JSON",
    body: typed('["a",', "java.util.ArrayList"),
    status: 400,
    type: "InvalidRequestException",
    message: /^Could not deserialize JSON object: /,
  },
  {
    what: "an unknown class",
    body: typed("{}", "foo.bar.Customer"),
    status: 400,
    type: "InvalidRequestException",
    message: /^Could not deserialize JSON object: .*foo\.bar\.Customer/,
  },
  {
    what: "a malformed class name",
    body: typed("[]", "java.util.ArrayList<"),
    status: 400,
    type: "InvalidRequestException",
    message: /^Could not deserialize JSON object: /,
  },
  {
    what: "a wrong element type",
    body: typed('{"a":"x"}', STRING_INTEGER_MAP),
    status: 400,
    type: "InvalidRequestException",
    message: /^Could not deserialize JSON object: /,
  },
  {
    what: "an invalid integer",
    body: form({ name: "data", content: "4x2" }, { name: "valueType", content: "integer" }),
    status: 400,
    type: "InvalidRequestException",
    message: /^Cannot convert value '4x2' of type 'Integer' to java type java.lang.Integer/,
  },
  {
    what: "no boundary",
    contentType: "multipart/form-data",
    body: form(DATA),
    status: 400,
    type: "RestException",
    message: /^multipart\/form-data cannot be processed: .*boundary/,
  },
  {
    what: "no semicolon before the boundary",
    contentType: FORM_TYPE.replace(";", ""),
    body: form(DATA),
    status: 415,
    type: "NotSupportedException",
    message:
      /: a semicolon is missing before 'boundary' in its Content-Type 'multipart\/form-data boundary=/,
  },
  {
    what: "a malformed parameter of a part",
    body: Buffer.from(form(DATA).toString().replace("name=", "filename=; name=")),
    status: 400,
    type: "RestException",
    message:
      /: a parameter is malformed in Content-Disposition at byte 71: 'filename=; name="data"'/,
  },
  {
    what: "a malformed header line of a part",
    body: Buffer.from(form(DATA).toString().replace("\r\n\r\n", "\r\nx\r\n\r\n")),
    status: 400,
    type: "RestException",
    message: /: a header line is malformed at byte 84: 'x'/,
  },
  {
    what: "a part of another disposition",
    body: Buffer.from(form(DATA).toString().replace("form-data", "attachment")),
    status: 400,
    type: "RestException",
    message: /: Content-Disposition is not 'form-data' at byte 60: 'attachment; name="data"'/,
  },
  {
    what: "a truncated body",
    body: TRUNCATED,
    status: 400,
    type: "RestException",
    message: /^multipart\/form-data cannot be processed: /,
  },
  ...(
    [
      ["\n", "a line feed alone", 1],
      ["\ufeff", "a byte order mark", 3],
      ["  ", "blanks", 2],
      ["junk", "text", 4],
    ] as const
  ).map(([before, what, at]) => ({
    what: `${what} before the first delimiter`,
    body: Buffer.concat([
      Buffer.from(before),
      form({ name: "valueType", content: "String" }, DATA),
    ]),
    status: 400,
    type: "RestException",
    message: new RegExp(`: ${what} stands before the delimiter line at byte ${at}; `),
  })),
  {
    what: "JSON data without type",
    body: form({ name: "data", content: "{}", contentType: JSON_TYPE }),
    status: 400,
    type: "InvalidRequestException",
    message: /type/,
  },
  {
    what: "a body that is not a form",
    contentType: JSON_TYPE,
    body: Buffer.from("{}"),
    status: 415,
    type: "NotSupportedException",
    message: /multipart\/form-data/,
  },
  {
    what: "an unknown variable",
    method: "GET",
    path: "/process-instance/i/variables/other/data",
    status: 404,
    type: "InvalidRequestException",
    message: /^process instance variable with name other does not exist$/,
  },
  {
    what: "a wrong method",
    method: "PATCH",
    body: form(DATA),
    status: 405,
    type: "NotAllowedException",
    message: /GET, POST, HEAD, OPTIONS/,
  },
  {
    what: "a write from another site",
    headers: { "sec-fetch-site": "cross-site", origin: "https://evil.example" },
    body: form(DATA),
    status: 403,
    type: "ForbiddenException",
    message: /https:\/\/evil\.example/,
  },
];

matrix("refusals", (test, withService) => {
  test("leave what was stored as it was", () =>
    withService(async ({ send, storage, logged }) => {
      await store(send);
      const before = await storage.stat("i", "v");
      for (const refusal of REFUSALS) {
        await checkRefusal(send, refusal);
        assert.deepEqual(await storage.list("i"), [before], refusal.what);
      }
      const { body } = await send({ path: PATH });
      assert.equal(body.toString(), "old");
      assert.deepEqual(
        logged.map(({ level }) => level),
        REFUSALS.map(({ status }) => (status === 403 ? "info" : "debug")),
      );
    }));
});

async function store(send: Send): Promise<void> {
  const headers = { "content-type": FORM_TYPE };
  const body = form({ name: "data", content: "old" });
  const { status } = await send({ path: PATH, method: "POST", headers, body });
  assert.equal(status, 204);
}

async function checkRefusal(send: Send, refusal: Refusal): Promise<void> {
  const { what, method = "POST", path = PATH, contentType = FORM_TYPE, body } = refusal;
  const headers = { "content-type": contentType, ...refusal.headers };
  const given = body === undefined ? {} : { body };
  const answer = await send({ path, method, headers, ...given });
  assert.equal(answer.status, refusal.status, what);
  assert.equal(answer.headers["content-type"], "application/json", what);
  assert.equal("allow" in answer.headers, refusal.status === 405, what);
  assert.equal(answer.headers["cache-control"], method === "GET" ? "no-cache" : undefined, what);
  const error: ErrorBody = JSON.parse(answer.body.toString());
  assert.deepEqual(Object.keys(error), ["type", "message", "code"], what);
  assert.match(error.message, refusal.message, what);
  assert.deepEqual([error.type, error.code], [refusal.type, null], what);
}
