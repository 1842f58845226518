import assert from "node:assert/strict";
import { describeFault } from "../../../../server/testing/faults/_describe_fault.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("describeFault()");

test("prints a fault as it was written, with the size of bytes, and cuts what is long", () => {
  assert.equal(
    describeFault({ delay: Infinity, status: 503 }),
    '{"delay":"Infinity","status":503}',
  );
  for (const body of [new Uint8Array(1000), Buffer.alloc(1000)]) {
    assert.equal(describeFault({ body }), '{"body":"1000 bytes"}');
  }
  assert.ok(describeFault({ body: "x".repeat(1000) }).length < 110);
});
