import type { RestBody } from "../rest_response.ts";
import type { Client } from "./_client.ts";
import { releaseUnread } from "./_release_unread.ts";

const NOTHING = new Uint8Array(0);

/**
 * Makes a byte stream from chunks, with back-pressure: a chunk is read only when the reader of the stream waits for it.
 *
 * The stream gets copies. A byte stream detaches the whole memory behind a chunk, and other code may use this memory: a storage keeps
 * its contents there, and Node's Buffers share a pool.
 *
 * @param chunks The bytes. They are ended early when the stream is cancelled, when the client goes away, or when the stream is
 *   garbage-collected.
 * @param client The client that reads the stream.
 */
export function byteStream(chunks: RestBody, client: Client): ReadableStream<Uint8Array> {
  /** The part of the last chunk that did not fit into the buffer of a BYOB reader. */
  let rest: Uint8Array = NOTHING;
  /** Set once the chunks have ended, or have been told to. */
  let released: Promise<unknown> | undefined;
  const next = async () => {
    while (rest.length === 0) {
      const result = await client.waitFor(() => chunks.next());
      if (result.done) {
        released ??= Promise.resolve();
        return undefined;
      }
      rest = result.value;
    }
    return rest;
  };
  const release = async () => {
    released ??= chunks.return();
    await released;
  };
  // Errors in it are in the log already.
  const leave = () => void release().catch(() => {});
  if (client.signal.aborted) leave();
  else client.signal.addEventListener("abort", leave);
  const pull = async (controller: ReadableByteStreamController) => {
    const chunk = await next();
    const request = controller.byobRequest;
    if (chunk === undefined) {
      controller.close();
      request?.respond(0);
    } else if (request?.view) {
      const { buffer, byteOffset, byteLength } = request.view;
      const head = chunk.subarray(0, byteLength);
      rest = chunk.subarray(head.length);
      new Uint8Array(buffer, byteOffset).set(head);
      request.respond(head.length);
    } else {
      rest = NOTHING;
      controller.enqueue(new Uint8Array(chunk));
    }
  };
  releaseUnread(pull, release);
  return new ReadableStream({
    type: "bytes",
    pull,
    async cancel() {
      client.leave();
      await release();
    },
  });
}
