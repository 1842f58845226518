import assert from "node:assert/strict";
import { parseMediaType } from "../../../core/multipart/parse_media_type.ts";
import { suite } from "../../support/suite.ts";

const test = suite("parseMediaType()");

test("gives the type in lower case and the parameters as they were sent", () => {
  const cases: [value: string, type: string, parameters: Record<string, string>][] = [
    ["text/plain", "text/plain", {}],
    [" Text/HTML ;\tCharset=UTF-8", "text/html", { charset: "UTF-8" }],
    ["a/b;;c=d; ", "a/b", { c: "d" }],
    ['a/b; c="d; \\"e\\" \\f"; g=h=i', "a/b", { c: 'd; "e" \\f', g: "h=i" }],
    ["application/vnd.x+json; v*=1", "application/vnd.x+json", { "v*": "1" }],
    ["a/b; __proto__=c", "a/b", { ["__proto__"]: "c" }],
  ];
  for (const [value, type, parameters] of cases) {
    const mediaType = parseMediaType(value);
    assert.equal(mediaType?.type, type);
    assert.deepEqual([...(mediaType?.parameters ?? [])], Object.entries(parameters));
  }
});

test("gives nothing for what is no media type", () => {
  const cases = [
    "",
    "text",
    "text/",
    "/plain",
    "text/plain/x",
    "te xt/plain",
    "text/plain charset=a",
  ];
  for (const value of [...cases, "a/b; c", 'a/b; c="d', "a/b; c=d; C=e", "a/b, c/d"]) {
    assert.equal(parseMediaType(value), undefined, value);
  }
});
