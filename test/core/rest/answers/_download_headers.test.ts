import assert from "node:assert/strict";
import type { ValueInfo, VariableRecord } from "../../../../core/mod.ts";
import { downloadHeaders } from "../../../../core/rest/answers/_download_headers.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("downloadHeaders()");

function record(type: string, valueInfo: ValueInfo): VariableRecord {
  const updatedAt = new Date(0);
  return { name: "v", type, valueInfo, isNull: false, size: 7, version: "x1", updatedAt };
}

test("serves Bytes without a disposition", () => {
  assert.deepEqual(downloadHeaders(record("Bytes", {}), 7), {
    "Content-Type": "application/octet-stream",
    "Content-Length": "7",
    "Accept-Ranges": "bytes",
    ETag: '"x1"',
    "Last-Modified": "Thu, 01 Jan 1970 00:00:00 GMT",
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
  });
});

test("does not take an Object for a File", () => {
  const headers = downloadHeaders(record("Object", { objectTypeName: "a.B" }), 7);
  assert.equal(headers["Content-Type"], "application/octet-stream");
  assert.equal(headers["Content-Disposition"], undefined);
});

const TYPES: readonly (readonly [valueInfo: ValueInfo, contentType: string])[] = [
  [{}, "application/octet-stream"],
  [{ mimeType: "text/plain" }, "text/plain"],
  [{ mimeType: "text/plain", encoding: "UTF-8" }, "text/plain; charset=UTF-8"],
  [{ encoding: "utf-8" }, "application/octet-stream; charset=utf-8"],
  [{ mimeType: "text/plain; a=b" }, "text/plain; a=b"],
  [{ mimeType: "text/html\r\nX: y" }, "application/octet-stream"],
  [{ mimeType: 'text/plain; a="\u2028"' }, "application/octet-stream"],
  [{ mimeType: "nonsense" }, "application/octet-stream"],
  [{ mimeType: "text/plain", encoding: 'a"b; c' }, 'text/plain; charset="a\\"b; c"'],
  [{ mimeType: "text/plain", encoding: "a\r\nX: y" }, "text/plain"],
  [{ mimeType: "text/plain", encoding: "ä" }, "text/plain"],
  [{ mimeType: "text/plain", encoding: "" }, "text/plain"],
];

for (const [valueInfo, contentType] of TYPES) {
  test(`serves a File of ${JSON.stringify(valueInfo)} as ${contentType}`, () => {
    const headers = downloadHeaders(record("File", { ...valueInfo, filename: "a" }), 7);
    assert.equal(headers["Content-Type"], contentType);
    assert.equal(headers["Content-Disposition"], `attachment; filename="a"; filename*=UTF-8''a`);
  });
}

test("says for all types what a client gets that asks", () => {
  for (const [type, valueInfo, wanted, disposition] of [
    ["Bytes", {}, "inline", "attachment"],
    ["Bytes", {}, "attachment", "attachment"],
    ["Object", { objectTypeName: "a.B" }, "inline", "attachment"],
    ["File", { mimeType: "text/html" }, "inline", "attachment"],
    ["File", { mimeType: "image/svg+xml" }, "inline", "attachment"],
    ["File", {}, "inline", "attachment"],
    ["File", { mimeType: "image/png" }, "attachment", "attachment"],
    ["File", { mimeType: "image/png" }, "inline", "inline"],
  ] as const) {
    const headers = downloadHeaders(record(type, valueInfo), 7, wanted);
    assert.equal(headers["Content-Disposition"], disposition, `${type} ${wanted}`);
    assert.equal("Content-Security-Policy" in headers, disposition === "inline");
    assert.equal(headers["X-Content-Type-Options"], "nosniff");
  }
});

test("shows a File of any name", () => {
  for (const [filename, disposition] of [
    ["a.png", `inline; filename="a.png"; filename*=UTF-8''a.png`],
    ["a\r\n\0X: y", `inline; filename="a???X: y"; filename*=UTF-8''a%0D%0A%00X%3A%20y`],
    ["evil.html", `inline; filename="evil.html"; filename*=UTF-8''evil.html`],
    ["x".repeat(5_000), "inline"],
  ] as const) {
    const shown = record("File", { mimeType: "image/png", filename });
    const headers = downloadHeaders(shown, 7, "inline");
    assert.equal(headers["Content-Disposition"], disposition);
    assert.equal(headers["Content-Type"], "image/png");
  }
});
