import { openChunks } from "../../core/bytes/_open_chunks.ts";
import type { ByteSource } from "../../core/bytes/byte_source.ts";

/** Yields the chunks of a body of any kind. Leaving the loop ends the body. */
export async function* chunksOf(body: ByteSource): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks = openChunks(body);
  let isDone = false;
  try {
    for (;;) {
      const result = await chunks.next();
      isDone = result.done === true;
      if (result.done) return;
      yield result.value;
    }
  } finally {
    if (!isDone) await chunks.return?.();
  }
}
