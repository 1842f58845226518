import assert from "node:assert/strict";
import { suite } from "../suite.ts";
import { runNodes } from "./run_nodes.ts";

const test = suite("several servers on one database of PostgreSQL");

test("lose no update, and give whole versions only", async () => {
  const options = { nodes: 2, clients: 4, increments: 60, replaces: 10, bytes: 600_000 };
  const { counted, reads } = await runNodes(options);
  assert.equal(counted.sum, 60);
  assert.equal(counted.doubtful, 0);
  assert.ok(reads.whole > 0);
  assert.equal(reads.brokenOff, 0);
});
