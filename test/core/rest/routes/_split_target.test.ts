import assert from "node:assert/strict";
import { RestError } from "../../../../core/rest/errors/rest_error.ts";
import { splitTarget } from "../../../../core/rest/routes/_split_target.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("splitTarget()");

const SPLIT: readonly (readonly [target: string, segments: readonly string[]])[] = [
  ["/", []],
  ["/a", ["a"]],
  ["/a/", ["a"]],
  ["/a/b?c=/d/e", ["a", "b"]],
  ["/a?b?c", ["a"]],
  ["/a/..", ["a", ".."]],
  ["/a/%2e%2E/.", ["a", "..", "."]],
  ["/a%2Fb/%5C", ["a/b", "\\"]],
  ["/%3B;x=1/b;y", [";", "b"]],
  ["/a+b/%2B/%20", ["a+b", "+", " "]],
  ["/%C3%84/%c3%a4", ["Ä", "ä"]],
  ["/%F0%9F%98%80", ["😀"]],
  ["/%25/%252F", ["%", "%2F"]],
  ["/%3F%23", ["?#"]],
  ["/__proto__/CON", ["__proto__", "CON"]],
  ["http://host:8080/a/b", ["a", "b"]],
  ["HTTPS://host/a?b", ["a"]],
];

for (const [target, segments] of SPLIT) {
  test(`splits ${target}`, () => {
    assert.deepEqual(splitTarget(target), segments);
  });
}

const REFUSED: readonly (readonly [target: string, status: number])[] = [
  ["//", 404],
  ["//a", 404],
  ["/a//b", 404],
  ["/a//", 404],
  ["/a/;x/b", 404],
  ["*", 404],
  ["", 404],
  ["http://host", 404],
  ["a/b", 404],
  ["/%", 400],
  ["/a%2", 400],
  ["/%zz", 400],
  ["/%C3", 400],
  ["/%FF", 400],
  ["/%ED%A0%80", 400],
  ["/%C0%AF", 400],
  ["/a%00b", 400],
];

for (const [target, status] of REFUSED) {
  test(`refuses '${target}' with ${status}`, () => {
    assert.throws(
      () => splitTarget(target),
      (error) => error instanceof RestError && error.status === status,
    );
  });
}
