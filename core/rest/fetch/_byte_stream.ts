import type { RestBody } from "../rest_response.ts";
import type { Client } from "./_client.ts";
import { releaseUnread } from "./_release_unread.ts";

const NOTHING = new Uint8Array(0);

/**
 * Makes a stream of bytes from chunks. A chunk is pulled only for a reader that waits for it.
 *
 * The stream gets copies. A byte stream takes away the whole memory that a chunk is a view of, and others may use that memory:
 * a storage keeps its contents there, and Node's Buffers share a pool.
 *
 * @param chunks The bytes. They are told to end when the stream is cancelled, when the client goes, or when nobody can read the
 *   stream any more.
 * @param client Who reads it.
 */
export function byteStream(chunks: RestBody, client: Client): ReadableStream<Uint8Array> {
  /** What a reader with memory of its own had no room for. */
  let rest: Uint8Array = NOTHING;
  const next = async () => {
    while (rest.length === 0) {
      const result = await client.waitFor(() => chunks.next());
      if (result.done) return undefined;
      rest = result.value;
    }
    return rest;
  };
  let released: Promise<unknown> | undefined;
  const release = async () => {
    released ??= chunks.return();
    await released;
  };
  // The log knows already what goes wrong in this.
  const leave = () => void release().catch(() => {});
  if (client.signal.aborted) leave();
  else client.signal.addEventListener("abort", leave);
  const stream = new ReadableStream({
    type: "bytes",
    async pull(controller) {
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
    },
    async cancel() {
      client.leave();
      await release();
    },
  });
  releaseUnread(stream, release);
  return stream;
}
