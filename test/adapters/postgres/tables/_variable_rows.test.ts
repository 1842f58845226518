import assert from "node:assert/strict";
import {
  fromColumns,
  sumOfRow,
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
  return [
    "a",
    Buffer.from("Bytes"),
    Buffer.from(valueInfo),
    size,
    "v1",
    "1000",
    content,
    inline,
    null,
  ];
}

test("have their bytes, or the number of a content, or are null", () => {
  const inline = fromColumns("i", columns(null, Buffer.from("xyz")));
  assert.deepEqual(inline.record.inline, new Uint8Array(Buffer.from("xyz")));
  assert.deepEqual([inline.content, inline.record.isNull], [undefined, false]);
  const content = fromColumns("i", columns("9007199254740991", null));
  assert.deepEqual([content.content, content.record.isNull], [2 ** 53 - 1, false]);
  assert.equal("inline" in content.record, false);
  const none = fromColumns("i", columns(null, null));
  assert.deepEqual([none.content, none.record.isNull], [undefined, true]);
  assert.deepEqual(none.record.updatedAt, new Date(1_000));
});

test("give plain bytes, whose slices are copies", () => {
  const { record } = fromColumns("i", columns(null, Buffer.from("xyz")));
  assert.equal(record.inline?.constructor, Uint8Array);
});

test("keep every value info", () => {
  for (const valueInfo of [{}, { filename: "a\0b" }, { a: "\ud800", b: "Köln", "": "" }]) {
    const text = toValueInfo(valueInfo).toString();
    assert.deepEqual(fromColumns("i", columns(null, null, text)).record.valueInfo, valueInfo);
  }
});

for (const damaged of ['{"a":1}', "[]", "null", '"text"', "{", ""]) {
  test(`are damaged if their value info is '${damaged}'`, () => {
    assert.throws(() => fromColumns("i", columns(null, null, damaged)), CORRUPT);
  });
}

test("are damaged if they have another number of bytes than they say", () => {
  const [name, type, info, , ...rest] = columns(null, Buffer.from("xyz"));
  assert.throws(() => fromColumns("i", [name, type, info, "4", ...rest]), CORRUPT);
});

test("have a checksum of all their values, which those of earlier formats lack", () => {
  for (const inline of [Buffer.from("xyz"), Buffer.alloc(0), null]) {
    const before = columns(inline === null ? "7" : null, inline);
    const sum = sumOfRow("i", fromColumns("i", before));
    const [name, type, info, size, version, time, content] = before;
    const other = Buffer.from("x");
    const damaged: readonly [string, ...ValueColumns][] = [
      ["j", name, type, info, size, version, time, content, inline, sum],
      ["i", "b", type, info, size, version, time, content, inline, sum],
      ["i", name, other, info, size, version, time, content, inline, sum],
      ["i", name, Buffer.alloc(0), info, size, version, time, content, inline, sum],
      ["i", name, type, Buffer.from('{"a":"b"}'), size, version, time, content, inline, sum],
      ["i", name, type, info, "9", version, time, content, inline, sum],
      ["i", name, type, info, size, "v2", time, content, inline, sum],
      ["i", name, type, info, size, version, "1001", content, inline, sum],
      ["i", name, type, info, size, version, time, "8", inline, sum],
      ["i", name, type, info, size, version, time, content, other, sum],
      ["i", name, type, info, size, version, time, content, inline, sum ^ 1],
    ];
    fromColumns("i", [name, type, info, size, version, time, content, inline, sum]);
    for (const [instanceId, ...row] of damaged) {
      assert.throws(() => fromColumns(instanceId, row), { code: "corrupt" });
    }
  }
});
