import assert from "node:assert/strict";
import fc from "fast-check";
import { contentDisposition } from "../../../../core/mod.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("contentDisposition()");

const CASES: readonly (readonly [filename: string | undefined, header: string])[] = [
  [undefined, "attachment"],
  ["a.txt", `attachment; filename="a.txt"; filename*=UTF-8''a.txt`],
  ["a b;c.txt", `attachment; filename="a b;c.txt"; filename*=UTF-8''a%20b%3Bc.txt`],
  [`"q\\"`, `attachment; filename="\\"q\\\\\\""; filename*=UTF-8''%22q%5C%22`],
  ["Ärger.pdf", `attachment; filename="?rger.pdf"; filename*=UTF-8''%C3%84rger.pdf`],
  ["😀", `attachment; filename="?"; filename*=UTF-8''%F0%9F%98%80`],
  ["a\r\nX: y", `attachment; filename="a??X: y"; filename*=UTF-8''a%0D%0AX%3A%20y`],
  ["it's (1)*", `attachment; filename="it's (1)*"; filename*=UTF-8''it%27s%20%281%29%2A`],
  ["\ud800", `attachment; filename="?"; filename*=UTF-8''%EF%BF%BD`],
  ["", `attachment; filename=""; filename*=UTF-8''`],
];

for (const [filename, header] of CASES) {
  test(`writes ${JSON.stringify(filename)}`, () => {
    assert.equal(contentDisposition(filename), header);
    assert.equal(contentDisposition(filename, "attachment"), header);
    assert.equal(contentDisposition(filename, "inline"), header.replace("attachment", "inline"));
  });
}

test("never leaves its header, and gives the whole name back", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (filename) => {
      const header = contentDisposition(filename);
      const match =
        /^attachment; filename="((?:[\x20-\x7e])*)"; filename\*=UTF-8''([\w!#$&+.^`|~%-]*)$/.exec(
          header,
        );
      assert.equal(decodeURIComponent(match?.[2] ?? ""), filename);
      assert.match(match?.[1] ?? "", /^(?:[^"\\]|\\["\\])*$/);
    }),
  );
});
