import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { leaveStreams } from "../../../server/observers/_leave_streams.ts";
import { suite } from "../../support/suite.ts";

const test = suite("leaveStreams()");

test("waits for what was written", async () => {
  const stream = new PassThrough({ highWaterMark: 1 });
  stream.write("a");
  stream.write("b");
  const left = leaveStreams([stream, new PassThrough()]);
  stream.resume();
  assert.equal(await left, true);
});

test("waits no longer than a second for a reader that does not read", async () => {
  const stream = new PassThrough({ highWaterMark: 1 });
  stream.write("a");
  stream.write("b");
  assert.equal(await leaveStreams([stream]), false);
});

test("waits for what is written at the end of this turn, too", async () => {
  const stream = new PassThrough({ highWaterMark: 1 });
  setImmediate(() => {
    stream.write("a");
    stream.write("b");
  });
  assert.equal(await leaveStreams([stream]), false);
});
