import assert from "node:assert/strict";
import {
  prepareDelete,
  preparePut,
} from "../../../../adapters/filesystem/commit/_prepared_change.ts";
import { FileStage } from "../../../../adapters/filesystem/contents/_stage.ts";
import { decodeDescription } from "../../../../adapters/filesystem/log/_description.ts";
import { OPERATIONS } from "../../../../adapters/filesystem/log/_record.ts";
import { filled } from "../../../support/filesystem_store.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("prepared changes");

const NOTHING = new Uint8Array(0);
const BYTES = filled(10, 1);
const STAGE = new FileStage({ file: 7, size: 70_000, sum: 5 }, "none", async () => {});

for (const [what, content, body, file, described, size] of [
  ["bytes", BYTES, BYTES, undefined, undefined, 10],
  ["null", null, NOTHING, undefined, undefined, 0],
  ["a stage with a file", STAGE, NOTHING, 7, { size: 70_000, sum: 5 }, 70_000],
] as const) {
  test(`puts ${what}`, () => {
    const valueInfo = { filename: "f" };
    const condition = { ifMatch: "*" } as const;
    const { draft, record, ...rest } = preparePut(
      "i",
      { op: "put", name: "a", type: "File", valueInfo, condition },
      content,
    );
    assert.deepEqual(rest, { condition });
    const { description, ...others } = draft;
    const operation = OPERATIONS.put;
    const value = { type: "File", isNull: content === null, inline: body };
    assert.deepEqual(others, { operation, instanceId: "i", name: "a", file, body, value });
    const { updatedAt, ...decoded } = decodeDescription(
      Buffer.from(description),
      file !== undefined,
    );
    const isNull = content === null;
    assert.deepEqual(decoded, { isNull, content: described, type: "File", valueInfo });
    const made = record?.(36);
    assert.equal(made?.version, "10");
    assert.equal(made.size, size);
    assert.equal(made.isNull, isNull);
    assert.equal(made.updatedAt.getTime(), updatedAt);
    assert.deepEqual(made.inline, content instanceof Uint8Array ? BYTES : undefined);
  });
}

test("deletes", () => {
  const { condition, draft, record } = prepareDelete("i", "a", { ifNoneMatch: ["v"] });
  assert.deepEqual(condition, { ifNoneMatch: ["v"] });
  assert.equal(record, undefined);
  const [description, body] = [NOTHING, NOTHING];
  const operation = OPERATIONS.delete;
  assert.deepEqual(draft, {
    operation,
    instanceId: "i",
    name: "a",
    file: undefined,
    description,
    body,
  });
});
