import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import type { LogFormat } from "../../../server/node/log_format.ts";
import type { EndedRequest } from "../../../server/node/observing/ended_request.ts";
import { accessLog } from "../../../server/observers/access_log.ts";
import { suite } from "../../support/suite.ts";

const test = suite("accessLog()");

const POSTED: EndedRequest = {
  startedAt: Date.UTC(2026, 10, 29, 20, 30, 1, 5),
  method: "POST",
  target: "/process-instance/secret-1/variables/secret-2/data?a=secret-3",
  operation: "setProcessInstanceVariableBinary",
  parameters: ["secret-1", "secret-2"],
  status: 204,
  isUpload: true,
  bytesIn: 1_234,
  bytesOut: 0,
  ms: 3.200_049,
  user: "ada",
  outcome: "answered",
  refusal: undefined,
};
const UNREAD: EndedRequest = {
  ...POSTED,
  ...{ method: "", target: "", operation: undefined, status: undefined, user: undefined },
  ...{ outcome: "cut-off", refusal: "TooManyConnections" },
};

/** The lines of requests that have ended in one turn. */
async function linesOf(
  requests: readonly EndedRequest[],
  format: LogFormat,
  withTargets = false,
): Promise<string> {
  const stream = new PassThrough();
  const log = accessLog(stream, { format, withTargets });
  for (const request of requests) log.ended(request);
  await new Promise(setImmediate);
  return String(stream.read());
}

test("writes a line of words for each request", async () => {
  assert.equal(
    await linesOf([POSTED, UNREAD], "text"),
    "2026-11-29T20:30:01.005Z access POST setProcessInstanceVariableBinary 204 1234 0 3.2 ada answered -\n" +
      "2026-11-29T20:30:01.005Z access - - - 1234 0 3.2 - cut-off TooManyConnections\n",
  );
});

test("writes a JSON object for each request", async () => {
  const [posted = "", unread = ""] = (await linesOf([POSTED, UNREAD], "json")).split("\n");
  const line = {
    ...{ time: "2026-11-29T20:30:01.005Z", level: "info", message: "access", method: "POST" },
    ...{ operation: "setProcessInstanceVariableBinary", status: 204, bytesIn: 1_234, bytesOut: 0 },
    ...{ ms: 3.2, user: "ada", outcome: "answered", refusal: null },
  };
  assert.deepEqual(JSON.parse(posted), line);
  assert.deepEqual(JSON.parse(unread), {
    ...line,
    ...{ method: null, operation: null, status: null, user: null },
    ...{ outcome: "cut-off", refusal: "TooManyConnections" },
  });
});

test("tells names and query strings only where they are wanted", async () => {
  for (const format of ["text", "json"] as const) {
    assert.doesNotMatch(await linesOf([POSTED], format), /secret/);
    const url = '"/process-instance/secret-1/variables/secret-2/data?a=secret-3"';
    assert.ok((await linesOf([POSTED], format, true)).includes(url));
  }
});

test("tells no password of a target", async () => {
  const target = "http://anna:swordfish@localhost/version";
  const line = await linesOf([{ ...POSTED, target }], "text", true);
  assert.ok(line.includes('"http://***@localhost/version"'));
});

test("lets no client forge a line or a word", async () => {
  const controls = "a b\r\n\0\x1b[31m\x7f\x9b\u2028-";
  const forged = { ...POSTED, user: controls, target: `/${controls}`, refusal: controls };
  const text = await linesOf([forged], "text", true);
  assert.equal(text.indexOf("\n"), text.length - 1);
  const quoted = '"a b\\r\\n\\u0000\\u001b[31m\\u007f\\u009b\\u2028-"';
  assert.ok(text.includes(` ${quoted} answered ${quoted} "/a b`));
  const json = await linesOf([forged], "json", true);
  assert.equal(json.indexOf("\n"), json.length - 1);
  const line: unknown = JSON.parse(json);
  assert.ok(typeof line === "object" && line !== null && "user" in line);
  assert.equal(line.user, controls);
  assert.match(await linesOf([{ ...POSTED, user: "-" }], "text"), / "-" answered -\n$/);
});
