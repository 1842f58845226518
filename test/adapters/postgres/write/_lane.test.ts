import assert from "node:assert/strict";
import { ApplyCall } from "../../../../adapters/postgres/write/_apply_call.ts";
import { BatchCommitter } from "../../../../adapters/postgres/write/_batch_committer.ts";
import { Lane } from "../../../../adapters/postgres/write/_lane.ts";
import { withTestStore } from "../../../support/postgres/test_connections.ts";
import { suite } from "../../../support/suite.ts";
import { until } from "../../../support/until.ts";

const test = suite("Lane");

test("is worn after 10,000 batches", () =>
  withTestStore(async ({ connections, tables }) => {
    const lane = await Lane.create(connections, tables);
    for (let batch = 0; batch < 9_999; batch++) lane.begin();
    assert.equal(lane.isWorn, false);
    lane.begin();
    assert.equal(lane.isWorn, true);
  }));

test("is replaced when it is worn", () =>
  withTestStore(async ({ connections, tables, query }) => {
    const committer = new BatchCommitter({
      connections,
      tables,
      leaseMs: 1_000,
      timeoutMs: 20_000,
    });
    const write = () => {
      const content = null;
      const change = { op: "put", name: "a", type: "Null", valueInfo: {}, content } as const;
      return committer.commit([new ApplyCall("i", [change])]);
    };
    const lanes = async () => (await query("SELECT id FROM $.lane")).map(([id]) => id);
    await write();
    const [first] = await lanes();
    const descriptor = Object.getOwnPropertyDescriptor(Lane.prototype, "isWorn");
    assert.ok(descriptor);
    Object.defineProperty(Lane.prototype, "isWorn", { ...descriptor, get: () => true });
    await write();
    Object.defineProperty(Lane.prototype, "isWorn", descriptor);
    await until(async () => (await lanes()).length === 0);
    await write();
    const [second] = await lanes();
    assert.ok(second !== undefined && second !== first);
    await committer.close();
    assert.deepEqual(await lanes(), []);
  }));
