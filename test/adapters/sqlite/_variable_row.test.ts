import assert from "node:assert/strict";
import {
  fromColumns,
  toColumns,
  type ValueColumns,
} from "../../../adapters/sqlite/_variable_row.ts";
import type { VariableRecord } from "../../../core/storage/storage.ts";
import { suite } from "../../support/suite.ts";

const test = suite("_variable_row");

const RECORD: VariableRecord = {
  name: "a",
  type: "File",
  valueInfo: { filename: "lone \ud800, NUL \0.txt", mimeType: "text/plain" },
  isNull: false,
  size: 3,
  version: "v1",
  updatedAt: new Date(1_700_000_000_123),
};

test("gives back what was turned into a row", () => {
  const inline = new Uint8Array([1, 2, 3]);
  for (const variable of [
    { record: { ...RECORD, inline }, content: undefined },
    { record: { ...RECORD, size: 20_000 }, content: 7 },
    { record: { ...RECORD, size: 0, isNull: true }, content: undefined },
    {
      record: { ...RECORD, size: 0, valueInfo: {}, inline: inline.slice(0, 0) },
      content: undefined,
    },
  ]) {
    assert.deepEqual(fromColumns("a", toColumns(variable)), variable);
  }
});

test("refuses a row that it did not make", () => {
  const columns = toColumns({ record: RECORD, content: 7 });
  const [type, , ...rest] = columns;
  const damaged: ValueColumns[] = ["", "{", "[]", "null", "7", '{"filename":1}'].map((info) => [
    type,
    info,
    ...rest,
  ]);
  damaged.push([type, "{}", 3, "v1", 0, null, new Uint8Array(2)]);
  for (const row of damaged) {
    assert.throws(() => fromColumns("a", row), { name: "StorageError", code: "corrupt" });
  }
});
