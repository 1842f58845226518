import assert from "node:assert/strict";
import fc from "fast-check";
import type { ValueInfo } from "../../../../core/mod.ts";
import { shownFile } from "../../../../core/rest/answers/_shown_file.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("shownFile()");

const SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
const PLAYER = "default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; object-src 'self'";

const SHOWN: readonly (readonly [info: ValueInfo, contentType: string, policy: string])[] = [
  [{ mimeType: "image/png" }, "image/png", SANDBOX],
  [{ mimeType: "image/apng" }, "image/apng", SANDBOX],
  [{ mimeType: "image/jpeg" }, "image/jpeg", SANDBOX],
  [{ mimeType: "image/x-icon" }, "image/x-icon", SANDBOX],
  [{ mimeType: "image/vnd.microsoft.icon" }, "image/vnd.microsoft.icon", SANDBOX],
  [{ mimeType: "IMAGE/PNG" }, "image/png", SANDBOX],
  [{ mimeType: "image/png;x=y" }, "image/png", SANDBOX],
  [{ mimeType: "image/png ; x=y" }, "image/png", SANDBOX],
  [{ mimeType: " image/png " }, "image/png", SANDBOX],
  [{ mimeType: 'image/png; x="a, text/html"' }, "image/png", SANDBOX],
  [{ mimeType: 'image/png; x="\\", text/html;"' }, "image/png", SANDBOX],
  [{ mimeType: `image/png; x=${"y".repeat(10_000)}` }, "image/png", SANDBOX],
  [{ mimeType: "image/png", encoding: "UTF-7" }, "image/png", SANDBOX],
  [{ mimeType: "application/pdf" }, "application/pdf", PLAYER],
  [{ mimeType: "audio/mpeg" }, "audio/mpeg", PLAYER],
  [{ mimeType: 'video/mp4; codecs="avc1.42E01E, mp4a.40.2"' }, "video/mp4", PLAYER],
  [{ mimeType: "text/plain" }, "text/plain", SANDBOX],
  [{ mimeType: "text/plain", encoding: "UTF-8" }, "text/plain; charset=UTF-8", SANDBOX],
  [{ mimeType: "text/plain; charset=utf-8" }, "text/plain; charset=utf-8", SANDBOX],
  [{ mimeType: "text/plain; charset=a", encoding: "b" }, "text/plain; charset=a", SANDBOX],
  [{ mimeType: 'text/plain; charset="a, text/html"' }, "text/plain", SANDBOX],
  [{ mimeType: "text/plain", encoding: "a; charset=b" }, "text/plain", SANDBOX],
  [{ mimeType: "text/plain", encoding: "a\r\nX: y" }, "text/plain", SANDBOX],
  [{ mimeType: "text/plain", encoding: "a\n" }, "text/plain", SANDBOX],
  [{ mimeType: "text/plain", encoding: "x".repeat(41) }, "text/plain", SANDBOX],
];

for (const [info, contentType, policy] of SHOWN) {
  test(`shows ${JSON.stringify(info).slice(0, 80)} as ${contentType}`, () => {
    assert.deepEqual(shownFile(info), { contentType, policy });
  });
}

for (const mimeType of [
  undefined,
  "",
  "image",
  "image/",
  "image/*",
  "*/*",
  "image /png",
  "image/ png",
  "image/png, text/html",
  "text/html, image/png",
  "image/png;, text/html",
  "image/png x",
  "image/png\r\nX: y",
  "image/png\n",
  "image/png\0",
  'image/png; x="\u2028"',
  "image/png; x=1; x=2",
  "image/svg+xml",
  "image/svg",
  "image/png+xml",
  "image/pngx",
  "ximage/png",
  "\u0130mage/png",
  "audio/x+xml",
  "video/x+xml",
  "video/mp4+xml",
  "audio/unknown",
  "text/html",
  "text/xml",
  "text/css",
  "text/javascript",
  "text/plain+xml",
  "text/csv",
  "text/cache-manifest",
  "application/json",
  "application/javascript",
  "application/xhtml+xml",
  "application/xml",
  "application/xml-dtd",
  "application/pdf+xml",
  "application/x-shockwave-flash",
  "application/octet-stream",
  "multipart/x-mixed-replace",
  "message/rfc822",
]) {
  test(`does not show ${JSON.stringify(mimeType)}`, () => {
    assert.equal(shownFile({ mimeType }), undefined);
  });
}

test("never sends what an uploader could make a second type of", () => {
  const types = fc.constantFrom(
    "image/png",
    "text/plain",
    "application/pdf",
    "text/plain;charset=",
  );
  fc.assert(
    fc.property(types, fc.string(), fc.string(), (type, rest, encoding) => {
      const shown = shownFile({ mimeType: type + rest, encoding });
      if (shown === undefined) return;
      assert.match(
        shown.contentType,
        /^(?:image\/png|application\/pdf|text\/plain(?:; charset=[\w.+-]{1,40})?)$/,
      );
    }),
  );
});
