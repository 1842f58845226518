import assert from "node:assert/strict";
import { decodeWords } from "../../../core/multipart/_encoded_words.ts";
import { suite } from "../../support/suite.ts";

const test = suite("decodeWords()");

test("decodes words between blanks, and drops the blanks between two", () => {
  const cases: [text: string, decoded: string][] = [
    ["", ""],
    ["plain =? text", "plain =? text"],
    ["=?utf-8?B?w6Q=?=", "ä"],
    ["=?UTF-8?q?=C3=a4_b?=", "ä b"],
    ["=?iso-8859-1*de?Q?=E4?=", "ä"],
    ["=?utf-8?B??=", ""],
    ["=?utf-8?Q?a?= \t =?utf-8?Q?b?=", "ab"],
    ["x =?utf-8?Q?a?=  y", "x a  y"],
    [" =?utf-8?Q?a?= ", " a "],
  ];
  for (const [text, decoded] of cases) assert.equal(decodeWords(text), decoded);
});

test("leaves what cannot be decoded as it is", () => {
  const cases = [
    "a=?utf-8?Q?a?=",
    "=?utf-8?Q?a?=b",
    "=?utf-8?X?a?=",
    "=?utf-8?Q?=C?=",
    "=?utf-8?Q?=C3?=",
    "=?nothing?Q?a?=",
    "=?utf-8?B?a?=",
    "=?utf-8?B?-?= =?utf-8?B?w?=",
    "=?utf-8?Q?a b?=",
    "=??Q?a?=",
  ];
  for (const text of cases) assert.equal(decodeWords(text), text);
});
