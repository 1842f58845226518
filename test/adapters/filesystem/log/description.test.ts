import assert from "node:assert/strict";
import {
  type Description,
  decodeDescription,
  encodeDescription,
  toVariableRecord,
  versionOf,
} from "../../../../adapters/filesystem/log/_description.ts";
import { INLINE_BYTES } from "../../../../core/storage/storage.ts";
import { filled } from "../../../support/filesystem_store.ts";
import { DESCRIPTION } from "../../../support/log_parts.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("descriptions");

const CASES: readonly Partial<Description>[] = [
  {},
  { isNull: true },
  { updatedAt: 0 },
  { updatedAt: 2 ** 48 - 1 },
  { type: "" },
  { type: '["Ä",{}]\u2028\u{1f600}' },
  { valueInfo: { filename: "ä", mimeType: "text/plain", encoding: "utf-8" } },
  { content: { size: 2 ** 40 + 5, sum: 0xffffffff } },
  { content: { size: 65_537, sum: 0 }, valueInfo: { objectTypeName: "x" }, isNull: true },
];

for (const changes of CASES) {
  test(`are read as they were written: ${JSON.stringify(changes)}`, () => {
    const description = { ...DESCRIPTION, ...changes };
    const bytes = encodeDescription(description);
    assert.deepEqual(decodeDescription(bytes, description.content !== undefined), description);
  });
}

test("make records, which have short contents with them", () => {
  const common = { name: "a", type: "Bytes", valueInfo: {}, version: "z", updatedAt: new Date(5) };
  const file = { size: 70_000, sum: 1 };
  for (const [changes, size, isInline] of [
    [{}, 0, true],
    [{}, INLINE_BYTES, true],
    [{}, INLINE_BYTES + 1, false],
    [{ isNull: true }, 0, false],
    [{ content: file }, 5, false],
  ] as const) {
    const body = filled(size, 1);
    const description = { ...DESCRIPTION, updatedAt: 5, ...changes };
    const isNull = description.isNull;
    const expected = { ...common, isNull, size, ...(isInline ? { inline: body } : {}) };
    assert.deepEqual(toVariableRecord(description, "a", 35, size, body), expected);
  }
  assert.equal(versionOf(36), "10");
});
