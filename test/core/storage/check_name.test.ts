import assert from "node:assert/strict";
import { checkName } from "../../../core/storage/check_name.ts";
import { suite } from "../../support/suite.ts";

const test = suite("checkName()");

test("takes every well-formed name of 1 to 255 code points", () => {
  const names = ["a/b", "..", ".", "CON", "__proto__", " ", "\r\n", "Ä", "a".repeat(255)];
  for (const name of [...names, "\u{1F600}".repeat(255)]) checkName("variable name", name);
});

test("refuses the others and says why", () => {
  const refused: [string, RegExp][] = [
    ["", /instance id: it is empty/],
    ["a\0b", /U\+0000/],
    ["\uD83D", /well-formed/],
    ["a".repeat(256), /more than 255/],
    ["\u{1F600}".repeat(256), /more than 255/],
    [`${"\u{1F600}".repeat(254)}ab`, /more than 255/],
  ];
  for (const [name, message] of refused) {
    assert.throws(() => checkName("instance id", name), { name: "TypeError", message });
  }
});
