import assert from "node:assert/strict";
import { likeMatcher, likePrefix } from "../../../../core/storage/query/like_matcher.ts";
import { createRandom } from "../../../support/crash/random.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("likeMatcher()");

/** A pattern as a regular expression, which is slow but plain. */
function expression(pattern: string): RegExp {
  const source = pattern.replaceAll(/\\(.)|[%_]|./gsu, (token, escaped: string | undefined) => {
    if (token === "%") return ".*";
    if (token === "_") return ".";
    return (escaped ?? token).replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  });
  return new RegExp(`^${source}$`, "su");
}

test("matches the whole text", () => {
  const matches: readonly [pattern: string, text: string, expected: boolean][] = [
    ["abc", "abc", true],
    ["abc", "abcd", false],
    ["", "", true],
    ["", "a", false],
    ["%", "", true],
    ["a%a", "a", false],
    ["_", "\u{1f600}", true],
    ["__", "\u{1f600}", false],
    ["a\\c", "ac", true],
    ["\\\\", "\\", true],
    ["\\%%", "%x", true],
    ["\\_", "x", false],
    ["a\\", "a\\", false],
    ["*?", "ab", false],
    [`%${"x".repeat(40)}%`, `y${"x".repeat(41)}`, true],
    ["a\n%", "a\nb\0", true],
  ];
  for (const [pattern, text, expected] of matches) {
    assert.equal(likeMatcher(pattern)(text), expected, `${pattern} ${text}`);
  }
});

test("matches as the regular expression does", () => {
  const random = createRandom(7);
  const pick = (letters: readonly string[], length: number) =>
    Array.from({ length }, () => letters[Math.floor(random() * letters.length)]).join("");
  for (let i = 0; i < 20_000; i++) {
    const length = Math.floor(random() * 8);
    const pattern = pick(["a", "b", "%", "_", "\\%", "\u{1f600}"], length);
    const text = pick(["a", "b", "a", "%", "\u{1f600}"], Math.floor(random() * 10));
    const expected = expression(pattern).test(text);
    assert.equal(likeMatcher(pattern)(text), expected, `${pattern} ${text}`);
  }
});

test("matches long pieces, with and without _", () => {
  const piece = "abcdefgh".repeat(20);
  const gaps = piece.replaceAll("c", "_");
  for (const pattern of [`%${piece}%`, `%${gaps}%z`, `x%${gaps}%`]) {
    assert.equal(likeMatcher(pattern)(`xab${piece}z`), true, pattern);
    assert.equal(likeMatcher(pattern)(`xab${piece.slice(0, -1)}z`), false, pattern);
  }
});

test("knows the text with which all matches begin", () => {
  assert.equal(likePrefix("abc%d"), "abc");
  assert.equal(likePrefix("a\\%_%"), "a%");
  assert.equal(likePrefix("%a"), "");
  assert.equal(likePrefix("abc"), "abc");
});

test("finds no half of a surrogate pair within a character", () => {
  const patterns = ["a\ud83d%", "%\ude00b", "%\ud83d%", "a\ud83d_b", "a\ud83d\\\ude00b"];
  for (const pattern of patterns) {
    assert.equal(likeMatcher(pattern)("a\u{1f600}b"), false, JSON.stringify(pattern));
  }
  assert.equal(likeMatcher("a\ud83d\ude00%")("a\u{1f600}b"), true);
});
