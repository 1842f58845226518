import assert from "node:assert/strict";
import { pathBelow, readBasePath } from "../../../../core/rest/fetch/_base_path.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("the base path of a Fetch handler");

test("is read as a Request writes it, without a slash at the end", () => {
  for (const [given, read] of [
    ["", ""],
    ["/", ""],
    ["/api", "/api"],
    ["/api/camunda/", "/api/camunda"],
    ["/café/a b", "/caf%C3%A9/a%20b"],
    ["/caf%C3%A9", "/caf%C3%A9"],
    ["/a/../b", "/b"],
    ["/a/..", ""],
    ["/a ", "/a%20"],
  ] as const) {
    assert.equal(readBasePath(given), read);
    assert.equal(new URL(`http://localhost${read}/x`).pathname, `${read}/x`);
  }
});

test("is refused if it is not a path", () => {
  for (const given of [
    "api",
    "//api",
    "/api//x",
    "/api?x",
    "/api#x",
    "/a\tb",
    "/\n",
    "http://localhost/api",
  ]) {
    assert.throws(
      () => readBasePath(given),
      new TypeError(
        `Cannot set 'basePath' to '${given}': give a path that begins with a slash, as in '/api/camunda'`,
      ),
    );
  }
  for (const given of [null, 7, ["/api"]]) {
    assert.throws(() => Reflect.apply(readBasePath, undefined, [given]), TypeError);
  }
});

test("is taken off the paths below it, and no others", () => {
  for (const [pathname, basePath, left] of [
    ["/version", "", "/version"],
    ["/", "", "/"],
    ["//version", "", "//version"],
    ["/api/version", "/api", "/version"],
    ["/api//version", "/api", "//version"],
    ["/api/", "/api", "/"],
    ["/api", "/api", "/"],
    ["/apiary/version", "/api", undefined],
    ["/version", "/api", undefined],
    ["/", "/api", undefined],
    ["/API/version", "/api", undefined],
  ] as const) {
    assert.equal(pathBelow(pathname, basePath), left, `${pathname} below ${basePath}`);
  }
});
