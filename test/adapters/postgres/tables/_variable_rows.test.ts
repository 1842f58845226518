import assert from "node:assert/strict";
import {
  fromColumns,
  toValueInfo,
  type ValueColumns,
} from "../../../../adapters/postgres/tables/_variable_rows.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("rows of variables");

const CORRUPT = {
  name: "StorageError",
  code: "corrupt",
  message: "Cannot read variable 'a': its row is damaged",
};

function columns(content: string | null, inline: Buffer | null, valueInfo = "{}"): ValueColumns {
  const size = String(inline?.length ?? 0);
  return ["a", Buffer.from("Bytes"), Buffer.from(valueInfo), size, "v1", "1000", content, inline];
}

test("have their bytes, or the number of a content, or are null", () => {
  const inline = fromColumns(columns(null, Buffer.from("xyz")));
  assert.deepEqual(inline.record.inline, new Uint8Array(Buffer.from("xyz")));
  assert.deepEqual([inline.content, inline.record.isNull], [undefined, false]);
  const content = fromColumns(columns("9007199254740991", null));
  assert.deepEqual([content.content, content.record.isNull], [2 ** 53 - 1, false]);
  assert.equal("inline" in content.record, false);
  const none = fromColumns(columns(null, null));
  assert.deepEqual([none.content, none.record.isNull], [undefined, true]);
  assert.deepEqual(none.record.updatedAt, new Date(1_000));
});

test("give plain bytes, whose slices are copies", () => {
  const { record } = fromColumns(columns(null, Buffer.from("xyz")));
  assert.equal(record.inline?.constructor, Uint8Array);
});

test("keep every value info", () => {
  for (const valueInfo of [{}, { filename: "a\0b" }, { a: "\ud800", b: "Köln", "": "" }]) {
    const text = toValueInfo(valueInfo).toString();
    assert.deepEqual(fromColumns(columns(null, null, text)).record.valueInfo, valueInfo);
  }
});

for (const damaged of ['{"a":1}', "[]", "null", '"text"', "{", ""]) {
  test(`are damaged if their value info is '${damaged}'`, () => {
    assert.throws(() => fromColumns(columns(null, null, damaged)), CORRUPT);
  });
}

test("are damaged if they have another number of bytes than they say", () => {
  const [name, type, info, , ...rest] = columns(null, Buffer.from("xyz"));
  assert.throws(() => fromColumns([name, type, info, "4", ...rest]), CORRUPT);
});
