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
