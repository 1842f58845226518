import assert from "node:assert/strict";
import { PostgresStage } from "../../../../adapters/postgres/contents/_postgres_stage.ts";
import { ApplyCall } from "../../../../adapters/postgres/write/_apply_call.ts";
import { FakeContents } from "../../../support/postgres/fake_contents.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("ApplyCall");

test("counts the bytes that it sends, and something for each row", () => {
  const parts = new FakeContents();
  const values = { op: "put", name: "a", type: "Bytes", valueInfo: {} } as const;
  const bytesOf = (content: Uint8Array | PostgresStage | null) =>
    new ApplyCall("i", [{ ...values, content }]).bytes;
  const row = bytesOf(null);
  assert.ok(row > 0);
  assert.equal(new ApplyCall("i", [{ op: "delete", name: "a" }]).bytes, row);
  assert.equal(bytesOf(new Uint8Array(1_000)), row + 1_000);
  assert.equal(bytesOf(new PostgresStage(parts, new Uint8Array(500), 500)), row + 500);
  assert.equal(bytesOf(new PostgresStage(parts, 1, 1_000_000)), row);
});

test("is settled once", async () => {
  const call = new ApplyCall("i", [{ op: "clear" }]);
  assert.equal(call.isClear, true);
  call.resolve([undefined]);
  call.reject(new Error("too late"));
  assert.deepEqual(await call.applied, [undefined]);
});
