import assert from "node:assert/strict";
import type { WireRequest } from "./_client.ts";
import { FORM_TYPE, type FormPart, form } from "./_form.ts";
import { bindings } from "./_matrix.ts";
import type { ErrorBody } from "./_raw_connection.ts";

/** A text that is longer than a message shows. */
const LONG = "x".repeat(3_500);
/** The longest name or id that is legal. */
const NAME = "x".repeat(255);
const TOO_LONG = "x".repeat(101);
const SHOWN = "x".repeat(20);

const JSON_TYPE = { "Content-Type": "application/json" };
const INSTANCE = "/process-instance/i";
const DATA = `${INSTANCE}/variables/v/data`;

function post(headers: Readonly<Record<string, string>>, body: string | Uint8Array = "x") {
  return { method: "POST", path: DATA, headers, body };
}

/** A part with these parameters behind `form-data`. */
function part(parameters: string, lines = ""): WireRequest {
  const head = `Content-Disposition: form-data${parameters}\r\n${lines}`;
  const boundary = FORM_TYPE.slice(FORM_TYPE.indexOf("=") + 1);
  return post({ "Content-Type": FORM_TYPE }, `--${boundary}\r\n${head}\r\nx\r\n--${boundary}--`);
}

function parts(...given: readonly FormPart[]): WireRequest {
  return post({ "Content-Type": FORM_TYPE }, form(...given));
}

function json(method: string, path: string, body: unknown): WireRequest {
  return { method, path, headers: JSON_TYPE, body: JSON.stringify(body) };
}

const REQUESTS: Readonly<Record<string, WireRequest>> = {
  "a form of another type": post({ "Content-Type": `text/${LONG}` }),
  "a form without a semicolon": post({ "Content-Type": `multipart/form-data boundary=${LONG}` }),
  "a boundary that is too long": post({ "Content-Type": `multipart/form-data; boundary=${LONG}` }),
  "no boundary": post({ "Content-Type": `multipart/form-data; x=${LONG}` }),
  "a malformed parameter": post({ "Content-Type": `multipart/form-data; x="${LONG}` }),
  "a parameter that comes twice": post({
    "Content-Type": `multipart/form-data; ${LONG}=1; ${LONG}=2`,
  }),
  "an unknown charset": post({ "Content-Type": `${FORM_TYPE}; charset=${LONG}` }),
  "a malformed parameter of a part": part(`; name="${LONG}`),
  "another disposition": part(LONG),
  "a malformed header line": part("; name=data", `${LONG}\r\n`),
  "an unknown charset of filename*": part(`; name=data; filename*=${LONG}''f`),
  "another part than 'data'": part(`; name="${LONG}"`),
  "a form that ends in a part": post(
    { "Content-Type": FORM_TYPE },
    form({ name: LONG, content: "x" }).subarray(0, -8),
  ),
  "an unknown value type": parts(
    { name: "data", content: "x" },
    { name: "valueType", content: LONG },
  ),
  "two value types": parts(
    { name: "data", content: "x" },
    { name: "valueType", content: `a${LONG}` },
    { name: "variableType", content: `b${LONG}` },
  ),
  "a text part of another type": parts(
    { name: "data", content: "x" },
    { name: "valueType", content: "File", contentType: `text/${LONG}` },
  ),
  "text in an unknown charset": parts(
    { name: "data", content: "x", contentType: `text/plain; charset=${LONG}` },
    { name: "valueType", content: "String" },
  ),
  "an invalid number": parts(
    { name: "data", content: LONG },
    { name: "valueType", content: "Integer" },
  ),
  "an unknown class": parts(
    { name: "data", content: "1", contentType: "application/json" },
    { name: "type", content: LONG.slice(0, 900) },
  ),
  "a variable that is missing": { path: `${INSTANCE}/variables/${NAME}` },
  "bytes that are missing": { path: `${INSTANCE}/variables/${NAME}/data` },
  "a variable of an instance that is missing": { path: `/process-instance/${NAME}/variables/v` },
  "variables of an instance that is missing": { path: `/process-instance/${NAME}/variables` },
  "an instance that is missing": { method: "DELETE", path: `/process-instance/${NAME}` },
  "a form for an instance that is missing": {
    ...parts({ name: "data", content: "x" }),
    path: `/process-instance/${NAME}/variables/${NAME}/data`,
  },
  "changes of an instance that is missing": json("POST", `/process-instance/${NAME}/variables`, {
    deletions: ["a"],
  }),
  "a variable instance that is missing": { path: `/variable-instance/${NAME}` },
  "bytes of a variable instance that is missing": { path: `/variable-instance/${NAME}/data` },
  "a task that is missing": { path: `/task/${NAME}/variables` },
  "a variable that is not to be there": {
    ...parts({ name: "data", content: "x" }),
    path: `${INSTANCE}/variables/${NAME}/data`,
    headers: { "Content-Type": FORM_TYPE, "If-Match": '"1"' },
  },
  "a path that is not UTF-8": { path: `${INSTANCE}/variables/${LONG}%FF` },
  "an unknown parameter of a query": { path: `/variable-instance?${LONG}=1` },
  "a value of a query": { path: `/variable-instance?maxResults=${LONG}` },
  "JSON of another type": {
    ...json("PUT", `${INSTANCE}/variables/v`, {}),
    headers: { "Content-Type": `a/${LONG}` },
  },
  "JSON of an unknown type": json("PUT", `${INSTANCE}/variables/v`, { value: 1, type: LONG }),
  "JSON that is not a number": json("PUT", `${INSTANCE}/variables/v`, {
    value: LONG,
    type: "Integer",
  }),
  "JSON with a wrong change": json("POST", `${INSTANCE}/variables`, {
    modifications: { [NAME]: 1 },
  }),
  "an Object in Java serialization": json("PUT", `${INSTANCE}/variables/${NAME}`, {
    value: "x",
    type: "Object",
    valueInfo: { serializationDataFormat: "application/x-java-serialized-object" },
  }),
  "an Object without a class": json("PUT", `${INSTANCE}/variables/${NAME}`, {
    value: "{}",
    type: "Object",
    valueInfo: { serializationDataFormat: "application/json" },
  }),
  "an expectation": { ...parts({ name: "data", content: "x" }), headers: { Expect: LONG } },
  "an encoding of a body": post({ "Content-Encoding": LONG }),
  "a host": { path: "/version", headers: { Host: LONG } },
  "an origin": post({ Origin: LONG }),
};

/** The beginning of the unknown ids. */
const MISSING = "x".repeat(200);

bindings("messages about what is long", (test, withService) => {
  test("show no more than its beginning", () =>
    withService(
      async ({ send }) => {
        const wrong: string[] = [];
        for (const [what, request] of Object.entries(REQUESTS)) {
          const { status, body } = await send(request);
          assert(status >= 400, `${what}: ${status}`);
          const { message }: ErrorBody = JSON.parse(body.toString());
          if (message.includes(TOO_LONG) || !message.includes(SHOWN)) {
            wrong.push(`${what}: ${message}`);
          }
        }
        assert.deepEqual(wrong, []);
      },
      {
        variables: { resolveInstance: (id) => (id.startsWith(MISSING) ? undefined : id) },
        resolveScope: ({ id }) => (id.startsWith(MISSING) ? undefined : id),
      },
    ));
});
