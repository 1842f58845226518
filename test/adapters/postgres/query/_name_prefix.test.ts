import assert from "node:assert/strict";
import { namePrefix, prefixSql } from "../../../../adapters/postgres/query/_name_prefix.ts";
import { SqlValues } from "../../../../adapters/postgres/query/_sql_values.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("prefixes of names");

function prefix(...patterns: readonly string[]): string {
  return namePrefix(patterns.map((text) => ({ operator: "like", text })));
}

test("are the longest that a pattern has", () => {
  assert.equal(prefix("abc%"), "abc");
  assert.equal(prefix("a%", "%b", "ab\\_%"), "ab_");
  assert.equal(prefix("_a%"), "");
  assert.equal(prefix(), "");
  assert.equal(namePrefix([{ operator: "like", text: "a%", ignoreCase: true }]), "");
});

test("end before what PostgreSQL cannot have", () => {
  assert.equal(prefix("a\0b%"), "a");
  assert.equal(prefix("\u{1f600}\ud83d%"), "\u{1f600}");
  assert.equal(prefix("\udc00%"), "");
});

test("have an end behind all names that begin with them", () => {
  const bounds = (text: string) => {
    const values = new SqlValues();
    prefixSql(text, values);
    return values.list;
  };
  assert.deepEqual(bounds(""), []);
  assert.deepEqual(bounds("ab"), ["ab", "ac"]);
  assert.deepEqual(bounds("a\ud7ff"), ["a\ud7ff", "a\ue000"]);
  assert.deepEqual(bounds("a\u{10ffff}\u{10ffff}"), ["a\u{10ffff}\u{10ffff}", "b"]);
  assert.deepEqual(bounds("\u{10ffff}"), ["\u{10ffff}"]);
});
