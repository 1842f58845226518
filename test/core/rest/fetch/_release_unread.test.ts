import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { byteStream } from "../../../../core/rest/fetch/_byte_stream.ts";
import { Client } from "../../../../core/rest/fetch/_client.ts";
import { suite } from "../../../support/suite.ts";
import { until } from "../../../support/until.ts";
import { Chunks } from "./_chunks.ts";

const test = suite("a stream that nobody reads to its end");

test("ends its chunks once it is collected", async () => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const controller = new AbortController();
  const unread = twoChunks();
  const begun = twoChunks();
  await throwAway(unread, begun, new Client(controller.signal));
  await until(() => {
    collect();
    return unread.returned === 1 && begun.returned === 1;
  });
  assert.deepEqual([unread.asked, begun.asked], [0, 1]);
});

/** A separate function, so that no variable refers to the streams after it. */
async function throwAway(unread: Chunks, begun: Chunks, whoever: Client): Promise<void> {
  byteStream(unread, whoever);
  await byteStream(begun, whoever).getReader().read();
}

function twoChunks(): Chunks {
  return new Chunks([Uint8Array.of(1), Uint8Array.of(2)]);
}
